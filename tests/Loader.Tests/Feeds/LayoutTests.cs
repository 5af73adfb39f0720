using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader.Feeds;

public sealed class LayoutTests : IDisposable
{
    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PluginsFromAFeed_AreFoundAndRun()
    {
        var native = Native();
        var library = PluginCompiler.Compile(Path.Combine(_folder.Root, "work"), "Acme.Library", "public static class Library { public static string Text => \"library\"; }");
        _folder.Add(new TestPackage("Acme.Library", "1.0.0")
        {
            Source = "public static class Library { public static string Text => \"library 1\"; }",
            DependsOn = ["Acme.Native 1.0.0"],
            Files = [("lib/net10.0/de/Acme.Library.resources.dll", File.ReadAllBytes(library)), ("lib/net10.0/Acme.Library.xml", "<doc/>"u8.ToArray()), ("build/Acme.Library.targets", "<Project/>"u8.ToArray())],
        });
        _folder.Add(new TestPackage("Acme.Library", "2.0.0") { Source = "public static class Library { public static string Text => \"library 2\"; }" });
        _folder.Add(new TestPackage("Acme.Native", "1.0.0")
        {
            HasAssembly = false,
            Files = [.. native is null ? [] : new[] { ($"runtimes/{Platform.RuntimeIdentifier}/native/{native.Value.Name}", native.Value.Content) }, ("runtimes/other-x64/native/libother.so", "other"u8.ToArray()), ("lib/netstandard2.0/_._", Array.Empty<byte>())],
        });
        _folder.Add(new TestPackage("Acme.Base", "1.0.0")
        {
            PluginId = "base", DependsOn = ["Acme.Library 2.0.0", "PluginFramework.Contracts 1.0.0"], References = [library],
            Source = "public class Part { public override string ToString() => Library.Text; }",
        });
        _folder.Add(new TestPackage("Acme.Top", "1.0.0")
        {
            PluginId = "top", DependsOn = ["Acme.Base 1.0.0", "Acme.Library 1.0.0"], References = [library], Files = [("lib/net10.0/templates/page.txt", "page"u8.ToArray())],
            Source = """
                public class Part
                {
                    [System.Runtime.InteropServices.DllImport("e_sqlite3")] static extern int sqlite3_libversion_number();
                    public override string ToString() => Library.Text + " " + (sqlite3_libversion_number() > 3000000);
                }
                """,
        });
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        using var feeds = _folder.Open(FeedFolder.Of(server));
        var plan = await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Top"), cancellationToken: Token);
        plan.ToLayOut.ShouldBe(["base", "top"]);
        var lockFile = await feeds.StageAsync(plan.After, _folder.Staging, plan.ToLayOut, cancellationToken: Token);

        var top = Path.Combine(_folder.Staging, "top");
        string[] expected = [".files", "Acme.Library.dll", "Acme.Top.deps.json", "Acme.Top.dll", "de/Acme.Library.resources.dll", .. native is null ? [] : new[] { native.Value.Name }, "templates/page.txt"];
        Directory.EnumerateFiles(top, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(top, path)).Order(StringComparer.Ordinal).ShouldBe(expected);
        var dependencies = Path.Combine(top, "Acme.Top.deps.json");
        LockedPlugin.FromDependencyFile(dependencies, "1.0.0").Packages.Select(package => (package.Key, package.Value.Version, package.Value.Sha512))
            .ShouldBe(lockFile.Plugins["top"].Packages.Select(package => (package.Key, package.Value.Version, package.Value.Sha512)), "it says what the lock file says");
        (await PluginVerifier.VerifyAsync(lockFile, _folder.Staging, Token)).ShouldBeEmpty();

        using var watcher = new PluginDirectoryWatcher(new PluginWatcherOptions { Directories = [_folder.Staging] }, new ContentStore(Path.Combine(_folder.Root, "run")));
        var picture = await watcher.ScanAsync(Token);
        picture.Select(candidate => (candidate.Manifest?.Id, candidate.Problem, string.Join(";", candidate.Manifest?.Problems ?? []))).ShouldBe([("base", null, ""), ("top", null, "")]);
        Assert.SkipWhen(native is null, "There is no native library for this platform to load.");
        var loader = new PluginLoader();
        var plugins = picture.Select(candidate => loader.Load(candidate, SharedContractSelection.Empty)).ToArray();
        plugins.Select(Use).ShouldBe(["library 2", "library 1 True"]);
        foreach (var plugin in plugins) (await plugin.UnloadAsync(TimeSpan.FromSeconds(20), Token)).IsFreed.ShouldBeTrue();
    }

    [Fact]
    public async Task PluginWithARealNativeBackedLibrary_FindsItThroughItsDependencyFile()
    {
        var root = typeof(LayoutTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "PackageRoot").Value!;
        var library = typeof(Microsoft.Data.Sqlite.SqliteConnection).Assembly.Location;
        _folder.Add(new TestPackage("Acme.Data", "1.0.0")
        {
            PluginId = "data", DependsOn = ["Microsoft.Data.Sqlite 10.0.0"], References = [library],
            Source = """
                [assembly: ResidentLibrary("Microsoft.Data.Sqlite*")] [assembly: ResidentLibrary("SQLitePCL*")]
                public class Part
                {
                    public override string ToString()
                    {
                        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
                        connection.Open();
                        using var command = connection.CreateCommand();
                        command.CommandText = "select 6 * 7";
                        return command.ExecuteScalar().ToString();
                    }
                }
                """,
        });
        using var feeds = _folder.Open(FeedFolder.Of(new Feed("local", _folder.Packages), new Feed("restored", root)));
        var plan = await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Data"), cancellationToken: Token);
        plan.After.Plugins["data"].Packages.Keys.ShouldContain("SQLitePCLRaw.core");
        plan.After.Plugins["data"].Packages.Values.ShouldAllBe(package => package.Feed == "restored" && package.Sha512.Length == 88);
        await feeds.StageAsync(plan.After, _folder.Staging, cancellationToken: Token);

        using var watcher = new PluginDirectoryWatcher(new PluginWatcherOptions { Directories = [_folder.Staging] }, new ContentStore(Path.Combine(_folder.Root, "run")));
        var candidate = (await watcher.ScanAsync(Token)).ShouldHaveSingleItem();
        candidate.Manifest!.Problems.ShouldBeEmpty();
        var plugin = new PluginLoader().Load(candidate, SharedContractSelection.Empty);
        Use(plugin).ShouldBe("42");
        (await plugin.UnloadAsync(TimeSpan.FromSeconds(20), Token)).IsFreed.ShouldBeTrue();
    }

    [Fact]
    public async Task Stage_Again_GivesTheSameContent_AlsoWithoutTheFeed()
    {
        _folder.AddPlugin("One", "1.0.0", "Lib 1.0.0");
        _folder.Add(new TestPackage("Lib", "1.0.0"));
        PluginLockFile first;
        using (var feeds = _folder.Open())
        {
            var plan = await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), cancellationToken: Token);
            first = await feeds.StageAsync(plan.After, _folder.Staging, cancellationToken: Token);
        }
        foreach (var package in Directory.GetFiles(_folder.Packages)) File.Delete(package);
        using (var feeds = _folder.Open())
        {
            (await feeds.PlanAsync(first, new PluginRequest.Restore(), isLocked: true, cancellationToken: Token)).IsEmpty.ShouldBeTrue("what is laid out belongs to the lock file");
            (await feeds.StageAsync(first, Path.Combine(_folder.Root, "again"), cancellationToken: Token)).ToText().ShouldBe(first.ToText());
            await Should.ThrowAsync<IOException>(feeds.StageAsync(first, _folder.Staging, cancellationToken: Token));
        }
    }

    [Theory]
    [InlineData("One.dll", "change", "One.dll has been changed.")]
    [InlineData("One.dll", "delete", "One.dll is missing.")]
    [InlineData("extra.dll", "add", "extra.dll does not belong to it.")]
    [InlineData(".files", "change", "Its list of files, .files, is not the one that the lock file records.")]
    [InlineData(".files", "delete", "Its list of files, .files, is missing.")]
    [InlineData("", "folder", "Its folder is missing.")]
    public async Task Verify_OfChangedFolder_SaysWhatDiffers(string file, string change, string expected)
    {
        _folder.AddPlugin("One", "1.0.0");
        using var feeds = _folder.Open();
        var plan = await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), cancellationToken: Token);
        (await PluginVerifier.VerifyAsync(plan.After, _folder.Staging, Token)).ShouldHaveSingleItem().Message.ShouldContain("never laid out");
        var lockFile = await feeds.StageAsync(plan.After, _folder.Staging, cancellationToken: Token);
        var path = Path.Combine(_folder.Staging, "one", file);
        if (change == "change") File.WriteAllBytes(path, [.. File.ReadAllBytes(path)[..^1], 1]);
        else if (change == "add") File.WriteAllText(path, "extra");
        else if (change == "delete") File.Delete(path);
        else Directory.Delete(path, recursive: true);
        (await PluginVerifier.VerifyAsync(lockFile, _folder.Staging, Token)).ShouldHaveSingleItem().ShouldBe(new VerificationProblem("one", expected));
    }

    [Fact]
    public async Task Stage_OfPackageWithPlatformAssemblies_TakesTheNearest()
    {
        static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
        var system = Platform.Names[1];
        _folder.AddPlugin("One", "1.0.0", "Lib 1.0.0");
        _folder.Add(new TestPackage("Lib", "1.0.0")
        {
            HasAssembly = false,
            Files =
            [
                ("lib/netstandard2.0/Lib.dll", Bytes("any")), ("lib/net8.0/Lib.dll", Bytes("net8")), ("lib/net99.0/Lib.dll", Bytes("net99")),
                ($"runtimes/{system}/lib/net8.0/Lib.dll", Bytes("system")), ($"runtimes/{system}/native/near.so", Bytes("system")),
                ($"runtimes/{Platform.RuntimeIdentifier}/native/near.so", Bytes("exact")), ("runtimes/beos-x64/native/near.so", Bytes("other")),
            ],
        });
        using var feeds = _folder.Open();
        var plan = await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), cancellationToken: Token);
        await feeds.StageAsync(plan.After, _folder.Staging, cancellationToken: Token);
        var folder = Path.Combine(_folder.Staging, "one");
        File.ReadAllText(Path.Combine(folder, "Lib.dll")).ShouldBe("system");
        File.ReadAllText(Path.Combine(folder, "near.so")).ShouldBe("exact");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "One.deps.json")));
        var target = json.RootElement.GetProperty("targets").GetProperty($".NETCoreApp,Version=v{Environment.Version.Major}.0/{Platform.RuntimeIdentifier}");
        target.GetProperty("Lib/1.0.0").GetProperty("runtime").EnumerateObject().Single().Name.ShouldBe($"runtimes/{system}/lib/net8.0/Lib.dll");
        target.GetProperty("One/1.0.0").GetProperty("dependencies").GetProperty("Lib").GetString().ShouldBe("1.0.0");
    }

    // SQLite comes with the tests for this platform.
    private static (string Name, byte[] Content)? Native()
    {
        string[] names = ["libe_sqlite3.so", "libe_sqlite3.dylib", "e_sqlite3.dll"];
        return names.Select(name => Path.Combine(AppContext.BaseDirectory, "runtimes", Platform.RuntimeIdentifier, "native", name)).FirstOrDefault(File.Exists) is { } path
            ? (Path.GetFileName(path), File.ReadAllBytes(path)) : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Use(LoadedPlugin plugin) => Activator.CreateInstance(plugin.GetPartType("Part"))?.ToString();
}
