using System.Collections.Immutable;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Support;

/// <summary>A folder of a test's own with a run directory and a watched folder, deleted afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Root = Directory.CreateTempSubdirectory("loader-tests-").FullName;
        Directory.CreateDirectory(Drops);
        Store = new ContentStore(Path.Combine(Root, "run"));
    }

    public string Root { get; }

    public string Drops => Path.Combine(Root, "plugins");

    public string Work => Path.Combine(Root, "work");

    public ContentStore Store { get; }

    public PluginWatcherOptions Options => new()
    {
        Directories = [Drops],
        SettleTime = TimeSpan.FromMilliseconds(60),
        GiveUpTime = TimeSpan.FromMilliseconds(400),
        RescanInterval = TimeSpan.FromMilliseconds(200),
    };

    public async Task<ImmutableArray<PluginCandidate>> ScanAsync(ContentStore? store = null)
    {
        using var watcher = new PluginDirectoryWatcher(Options, store ?? Store);
        return await watcher.ScanAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Compiles a plugin into a dropped folder of its name.</summary>
    public string Drop(string name, string source, params string[] references) =>
        PluginCompiler.Compile(Path.Combine(Drops, name), name, source, references);

    public static PluginLoader NewLoader() => new();

    public void Dispose()
    {
        // What is still mapped into this process stays readable after deletion on Unix; on Windows it stays until the process ends.
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            TestContext.Current.SendDiagnosticMessage($"{Root} is still in use.");
        }
    }
}
