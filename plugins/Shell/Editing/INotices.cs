namespace PluginFramework.Shell.Editing;

/// <summary>What is to be shown while somebody types.</summary>
internal interface INotices
{
    /// <summary>Waits for the next. False: there will be none.</summary>
    Task<bool> WaitAsync(CancellationToken cancellationToken);

    /// <summary>Takes the next, if it is here: clean text, lines separated by line feeds; <see langword="null"/>: it is not. Empty: there is nothing to be shown of it.</summary>
    string? Take();
}
