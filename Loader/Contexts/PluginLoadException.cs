using System.Collections.Immutable;

namespace PluginFramework.Loader.Contexts;

/// <summary>A plugin could not be loaded; the message says why and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the runtime said, if it did.</param>
public sealed class PluginLoadException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>
    /// The ids of loaded plugins that hold an older version of a shared contract than this one needs; once they are unloaded, loading
    /// it (and them, with the newer contract) succeeds. Empty for every other cause.
    /// </summary>
    public ImmutableArray<string> HeldBy { get; init; } = [];
}
