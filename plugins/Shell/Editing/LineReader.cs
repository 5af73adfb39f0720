namespace PluginFramework.Shell.Editing;

/// <summary>Reads lines at a terminal whose cursor can be moved.</summary>
internal sealed class LineReader(ShellIo io) : ILineReader
{
    /// <summary>Ends bracketed paste.</summary>
    public const string PasteOff = "\e[?2004l";

    // Bracketed paste, so that what is pasted is text and no keys.
    private const string PasteOn = "\e[?2004h";

    public async Task<LineResult> ReadAsync(LineRequest request, CancellationToken cancellationToken)
    {
        using var reading = new LineReading(io, request, cancellationToken);
        await io.SendAsync(PasteOn, cancellationToken);
        try
        {
            return await reading.RunAsync();
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested) await io.SendAsync(PasteOff, cancellationToken);
        }
    }

    public Task<string?> ReadSecretAsync(string prompt, CancellationToken cancellationToken) => SecretReader.ReadAsync(io, prompt, cancellationToken);
}
