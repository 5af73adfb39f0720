namespace PluginFramework.Loader.Discovery;

/// <summary>A package cannot be taken as a plugin; the message says why and what to do.</summary>
internal sealed class PackageException(string message, bool isTruncated = false, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>It may only not be all there yet.</summary>
    public bool IsTruncated { get; } = isTruncated;
}
