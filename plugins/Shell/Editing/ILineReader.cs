namespace PluginFramework.Shell.Editing;

/// <summary>Has the user write a line, or several.</summary>
internal interface ILineReader
{
    /// <exception cref="OperationCanceledException">The token was cancelled, or nobody reads the output any more.</exception>
    Task<LineResult> ReadAsync(LineRequest request, CancellationToken cancellationToken);

    /// <summary>Has the user write something that is not shown. <see langword="null"/>: they would not.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, or nobody reads the output any more.</exception>
    Task<string?> ReadSecretAsync(string prompt, CancellationToken cancellationToken);
}
