using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Store;
using PluginFramework.TestUtilities;

namespace PluginFramework.Benchmarks.Plugins;

/// <summary>The compiled plugins, and run directories that have seen them: what a daemon finds at every start but the first.</summary>
internal sealed class Workspace : IDisposable
{
    private const string Variable = "PLUGINFRAMEWORK_BENCHMARKS";

    public static readonly int[] Counts = [1, 20, 100, PluginMix.Largest];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pluginframework-benchmarks-");

    private Workspace() => Environment.SetEnvironmentVariable(Variable, _root.FullName);

    /// <summary>A folder with so many plugins of the mix, each in a folder of its own.</summary>
    public static string MixOf(int count) => PathOf($"mix-{count}");

    /// <summary>The run directory that belongs to it.</summary>
    public static string RunOf(string plugins) => plugins + "-run";

    /// <summary>The folder of the plugins for reloading.</summary>
    public static string ReloadSet => PathOf("reload");

    /// <summary>The folder of a caller and a callee in two plugins.</summary>
    public static string CallAcross => PathOf("call-across");

    /// <summary>The folder of a caller and a callee in one plugin.</summary>
    public static string CallWithin => PathOf("call-within");

    public static async Task<Workspace> PrepareAsync()
    {
        var workspace = new Workspace();
        await Console.Error.WriteLineAsync($"Making {PluginMix.Largest} plugins in {workspace._root.FullName}");
        foreach (var count in Counts)
        {
            for (var index = 0; index < count; index++) PluginMix.Write(index, MixOf(count));
        }

        foreach (var source in ReloadPlugins.Sources) Compile(source, ReloadSet);
        foreach (var source in CallPlugins.Across) Compile(source, CallAcross);
        foreach (var source in CallPlugins.Within) Compile(source, CallWithin);
        foreach (var plugins in (string[])[.. Counts.Select(MixOf), ReloadSet, CallAcross, CallWithin])
            await ScanAsync(plugins, Directory.CreateDirectory(RunOf(plugins)).FullName);
        return workspace;
    }

    /// <summary>Reads what lies in a folder.</summary>
    /// <returns>How many plugins were found.</returns>
    public static async Task<int> ScanAsync(string plugins, string runDirectory)
    {
        using var watcher = new PluginDirectoryWatcher(
            new PluginWatcherOptions { Directories = [plugins] }, new ContentStore(runDirectory, TimeProvider.System), TimeProvider.System);
        return (await watcher.ScanAsync(CancellationToken.None)).Count(candidate => candidate.Manifest is { Problems.IsEmpty: true });
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static string PathOf(string name) => Path.Combine(
        Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException("Run the benchmarks through this project's Program, which makes the plugins."),
        name);

    private static void Compile(PluginSource source, string directory) => source.CompileTo(Path.Combine(directory, source.AssemblyName));
}
