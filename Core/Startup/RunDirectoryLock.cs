namespace PluginFramework.Core.Startup;

/// <summary>Holds a run directory for this process.</summary>
internal sealed class RunDirectoryLock(FileStream file) : IDisposable
{
    /// <summary>Lets go. The file stays: deleting it would let two processes each lock a file of that name.</summary>
    public void Dispose() => file.Dispose();
}
