namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>
/// A password or key: <c>env:NAME</c> (an environment variable), <c>file:PATH</c> (the first line of a file), or the secret itself. It is
/// read anew whenever it is needed, so a changed one is taken up.
/// </summary>
/// <param name="Text">As it is configured.</param>
public sealed record FeedSecret(string Text)
{
    private const string EnvironmentPrefix = "env:";
    private const string FilePrefix = "file:";
    private const int LongestFile = 64 << 10;

    /// <summary>Whether the secret stands in the configuration itself.</summary>
    public bool IsPlain => !Text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && !Text.StartsWith(FilePrefix, StringComparison.Ordinal);

    /// <summary>Where the secret comes from, fit to be shown.</summary>
    public override string ToString() => IsPlain ? "***" : Text;

    /// <summary>The secret.</summary>
    /// <exception cref="FeedException">The variable is not set, or the file cannot be read or is empty.</exception>
    internal string Read(string feed)
    {
        if (Text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            var name = Text[EnvironmentPrefix.Length..];
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
                : throw new FeedException(feed, $"its secret is to come from the environment variable {name}, which is not set. Set it for this process.");
        }
        if (!Text.StartsWith(FilePrefix, StringComparison.Ordinal)) return Text;
        var path = Text[FilePrefix.Length..];
        try
        {
            if (new FileInfo(path).Length > LongestFile) throw new FeedException(feed, $"its secret is to come from {path}, which is too long for one.");
            return File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line ? line
                : throw new FeedException(feed, $"its secret is to come from {path}, whose first line is empty. Write the secret there.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(feed, $"its secret is to come from {path}, which cannot be read: {exception.Message}", exception);
        }
    }
}
