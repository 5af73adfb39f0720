using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>
/// The exports of a contract as they come and go. A plugin that imports this is never rebuilt because a provider appeared, was
/// replaced or went.
/// </summary>
/// <typeparam name="T">The contract.</typeparam>
/// <remarks>
/// Safe for use from any thread. Holding on to a value after its provider has gone keeps the provider's code in memory: read
/// <see cref="Current"/> afresh for each use, and let go of values in the handler of a change.
/// </remarks>
public interface ILiveExports<T> where T : class
{
    /// <summary>What there is now, highest rank first, equal ranks by plugin id. A snapshot.</summary>
    ImmutableArray<LiveExport<T>> Current { get; }

    /// <summary>Calls <paramref name="onChange"/> for each change from now on, one call at a time, until the result is disposed of.</summary>
    /// <param name="onChange">
    /// Called after <see cref="Current"/> has changed and before a removed provider is stopped, while the host's change waits for it: it must
    /// return soon. What it throws is logged and changes nothing; one that has not returned after 5 seconds hears of no more changes.
    /// </param>
    IDisposable Subscribe(Action<LiveExportsChange<T>> onChange);
}
