using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

public sealed class PluginLoaderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TestFolder _folder = new();
    private readonly PluginLoader _loader = TestFolder.NewLoader();

    public void Dispose()
    {
        HostEvents.Clear();
        _folder.Dispose();
    }

    [Fact]
    public async Task Load_OfSmallPlugin_GivesItsPartsAndUnloads()
    {
        _folder.Drop("Small", Plugin("small") + "public class Part { public override string ToString() => \"part\"; }");
        var candidate = (await _folder.ScanAsync()).ShouldHaveSingleItem();
        var plugin = _loader.Load(candidate, SharedContractSelection.Empty);
        Use(plugin, "Part").ShouldBe("part");
        Should.Throw<PluginLoadException>(() => plugin.GetPartType("Gone")).Message.ShouldContain("Gone of small");
        _loader.PathsInUse.ShouldBe([candidate.StorePath]);

        await ShouldUnloadAsync(plugin);
        Should.Throw<ObjectDisposedException>(() => plugin.Assembly);
        _loader.PathsInUse.ShouldBeEmpty();
        (await plugin.UnloadAsync(Limit, TestContext.Current.CancellationToken)).IsFreed.ShouldBeTrue("asking again is no fault");
    }

    [Fact]
    public async Task Load_OfPluginWithPrivateCopies_TakesTheHostsAssemblies()
    {
        var path = _folder.Drop("Copies", Plugin("copies") + "[Export] public class Part { public override string ToString() => typeof(IPluginContext).Assembly.Location + typeof(ExportAttribute).Assembly.Location; }");
        File.Copy(PluginCompiler.ContractsPath, Path.Combine(Path.GetDirectoryName(path)!, "PluginFramework.Contracts.dll"));
        File.Copy(PluginCompiler.ModelPath, Path.Combine(Path.GetDirectoryName(path)!, "System.Composition.AttributedModel.dll"));
        var plugin = _loader.Load((await _folder.ScanAsync())[0], SharedContractSelection.Empty);
        Use(plugin, "Part").ShouldBe(PluginCompiler.ContractsPath + PluginCompiler.ModelPath);
        HasExport(plugin).ShouldBeTrue("with a private copy of the attributes MEF would see no part");
        await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Load_OfTwoVersionsOfALibrary_KeepsThemApart()
    {
        var real = typeof(Newtonsoft.Json.JsonConvert).Assembly.Location;
        var older = Path.Combine(AppContext.BaseDirectory, "older", "Newtonsoft.Json.dll");
        const string part = "public class Part { public override string ToString() => Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1, 2 }) + typeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version; }";
        foreach (var (name, library) in new[] { ("New", real), ("Old", older) })
        {
            var path = _folder.Drop(name, Plugin(name.ToLowerInvariant()) + part, library);
            File.Copy(library, Path.Combine(Path.GetDirectoryName(path)!, "Newtonsoft.Json.dll"));
        }
        var picture = await _folder.ScanAsync();
        picture.ShouldAllBe(candidate => candidate.Manifest!.Problems.IsEmpty);
        var plugins = picture.Select(candidate => _loader.Load(candidate, SharedContractSelection.Empty)).ToArray();
        plugins.Select(plugin => Use(plugin, "Part")).ShouldBe(["[1,2]13.0.0.0", "[1,2]12.0.0.0"]);
        foreach (var plugin in plugins) await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Load_OfPluginsWithASharedContract_LetsThemExchangeItsTypesAndFreesAll()
    {
        DropSharedPair("1.0.0.0", "1.0.0.0");
        var plugins = await LoadAllAsync();
        Exchange(plugins[0], plugins[1]).ShouldBe("hello from the provider");
        var contract = ContextOf(plugins[0], "Acme.Contracts");
        _loader.PathsInUse.Length.ShouldBe(2);

        await ShouldUnloadAsync(plugins[1]);
        contract.IsAlive.ShouldBeTrue("the provider still uses it");
        await ShouldUnloadAsync(plugins[0]);
        (await CollectionPass.UntilDeadAsync(contract, Limit, TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task Load_OfSeveralMinorsOfASharedContract_TakesTheNewest()
    {
        DropSharedPair("1.0.0.0", "1.2.0.0");
        var plugins = await LoadAllAsync();
        Exchange(plugins[0], plugins[1]).ShouldBe("hello from the provider");
        VersionOfContract(plugins[0]).ShouldBe(new Version(1, 2, 0, 0));
        foreach (var plugin in plugins) await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Load_OfNewerSharedContractThanIsLoaded_StandsBesideTheOlder()
    {
        DropSharedPair("1.0.0.0", "1.2.0.0");
        var picture = await _folder.ScanAsync();
        var older = _loader.Load(picture[1], SharedContractSelection.Empty);
        var selection = SharedContractSelection.Of(picture, older.SharedContracts);
        LoadedPlugin[] newer = [_loader.Load(picture[1], selection), _loader.Load(picture[0], selection)];

        VersionOfContract(older).ShouldBe(new Version(1, 0, 0, 0));
        VersionOfContract(newer[0]).ShouldBe(new Version(1, 2, 0, 0));
        Exchange(newer[0], newer[1]).ShouldBe("hello from the provider");
        Should.Throw<System.Reflection.TargetInvocationException>(() => Exchange(older, newer[1])).InnerException.ShouldBeOfType<InvalidCastException>();
        foreach (var plugin in newer.Append(older)) await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Load_OfResidentLibrary_KeepsItAcrossReloadsAndPlugins()
    {
        var core = PluginCompiler.Compile(Path.Combine(_folder.Root, "lib"), "Big.Core", "namespace Big { public static class Counter { public static int Count; } }");
        var top = PluginCompiler.Compile(Path.Combine(_folder.Root, "lib"), "Big.Top", "namespace Big { public static class Top { public static int Next() => ++Counter.Count; } }", core);
        foreach (var name in new[] { "One", "Two" })
        {
            var path = _folder.Drop(name, Plugin(name.ToLowerInvariant()) + "[assembly: ResidentLibrary(\"Big.Top\")] public class Part { public override string ToString() => Big.Top.Next() + \"\"; }", top, core);
            foreach (var library in new[] { top, core }) File.Copy(library, Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(library)));
        }
        var picture = await _folder.ScanAsync();
        for (var generation = 0; generation < 3; generation++)
        {
            var plugin = _loader.Load(picture[0], SharedContractSelection.Empty);
            Use(plugin, "Part").ShouldBe((generation + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            await ShouldUnloadAsync(plugin);
        }
        var other = _loader.Load(picture[1], SharedContractSelection.Empty);
        Use(other, "Part").ShouldBe("4");
        await ShouldUnloadAsync(other);
        _loader.PathsInUse.ShouldBe([picture[0].StorePath], "the resident library reads from it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_OfLibraryWithNativeCode_FindsItWhereTheDependencyFileSays(bool isResident)
    {
        var native = $"runtimes/{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}/native";
        Assert.SkipUnless(Directory.Exists(Path.Combine(AppContext.BaseDirectory, native)), $"The SQLite package has no {native}.");
        string[] libraries = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(path => Path.GetFileName(path).StartsWith("SQLitePCLRaw", StringComparison.Ordinal)
            || Path.GetFileName(path) == "Microsoft.Data.Sqlite.dll")];
        var path = _folder.Drop("Db", Plugin("db") + (isResident ? "[assembly: ResidentLibrary(\"Microsoft.Data.Sqlite\"), ResidentLibrary(\"SQLitePCL*\")]" : "") + """
            public class Part
            {
                public override string ToString()
                {
                    using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:;Pooling=False");
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = "select 6 * 7";
                    return command.ExecuteScalar() + "";
                }
            }
            """, libraries);
        var folder = Path.GetDirectoryName(path)!;
        foreach (var library in libraries) File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        Directory.CreateDirectory(Path.Combine(folder, native));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, native))) File.Copy(file, Path.Combine(folder, native, Path.GetFileName(file)));
        var assets = string.Join(", ", libraries.Select(library => $"\"lib/{Path.GetFileName(library)}\": {{}}"));
        var targets = string.Join(", ", Directory.GetFiles(Path.Combine(folder, native)).Select(file =>
            $$"""{{"\""}}{{native}}/{{Path.GetFileName(file)}}": { "rid": "{{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}}", "assetType": "native" }"""));
        await File.WriteAllTextAsync(Path.Combine(folder, "Db.deps.json"), $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": { "Db/1.0.0": { "dependencies": { "L": "1.0.0" }, "runtime": { "Db.dll": {} } }, "L/1.0.0": { "runtime": { {{assets}} }, "runtimeTargets": { {{targets}} } } } },
              "libraries": { "Db/1.0.0": { "type": "project", "serviceable": false, "sha512": "" }, "L/1.0.0": { "type": "package", "serviceable": true, "sha512": "" } }
            }
            """, TestContext.Current.CancellationToken);

        var candidate = (await _folder.ScanAsync()).ShouldHaveSingleItem();
        candidate.Problem.ShouldBeNull();
        candidate.Manifest!.Problems.ShouldBeEmpty();
        for (var generation = 0; generation < 3; generation++)
        {
            var plugin = _loader.Load(candidate, SharedContractSelection.Empty);
            Use(plugin, "Part").ShouldBe("42");
            if (isResident) await ShouldUnloadAsync(plugin);
        }
    }

    [Fact]
    public async Task Load_OfManyGenerations_FreesEachAndDiffersByContent()
    {
        _folder.Drop("Small", Plugin("small") + "public class Part { public override string ToString() => \"part\"; }");
        var candidate = (await _folder.ScanAsync())[0];
        var before = AssemblyLoadContext.All.Count();
        for (var cycle = 0; cycle < 200; cycle++)
        {
            var plugin = _loader.Load(candidate, SharedContractSelection.Empty);
            Use(plugin, "Part").ShouldBe("part");
            await ShouldUnloadAsync(plugin);
        }
        AssemblyLoadContext.All.Count(context => context.Name == "Small").ShouldBe(0);
        before.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Unload_OfPluginHeldByAnEvent_NamesTheHolderAndIsFreedOnceItLetsGo()
    {
        var events = typeof(PluginLoaderTests).Assembly.Location;
        _folder.Drop("Leaky", Plugin("leaky") + """
            public class Part
            {
                public Part() => PluginFramework.Loader.Support.HostEvents.Changed += OnEvent;
                private void OnEvent() { }
            }
            """, events);
        var candidate = (await _folder.ScanAsync())[0];
        // The test's own assembly is no part of the host that plugins may lean on, which is what the problem says.
        candidate.Manifest!.Problems.ShouldHaveSingleItem().ShouldContain("Loader.Tests");
        var plugin = _loader.Load(candidate with { Manifest = candidate.Manifest with { Problems = [] } }, SharedContractSelection.Empty);
        Track(plugin, "Part", "the leaky part");
        var result = await plugin.UnloadAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        result.IsFreed.ShouldBeFalse();
        result.Holders.ShouldContain("static PluginFramework.Loader.Support.HostEvents.Changed → Action → Part");
        result.Holders.ShouldContain("the leaky part is still alive");
        result.Holders[0].ShouldStartWith("static ");

        HostEvents.Clear();
        await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Unload_OfPluginWithARunningTimer_NamesTheTimer()
    {
        _folder.Drop("Ticking", Plugin("ticking") + "public class Part { private readonly Timer _timer; public Part() => _timer = new Timer(_ => ToString(), null, 600_000, 600_000); public void Stop() => _timer.Dispose(); }");
        var plugin = _loader.Load((await _folder.ScanAsync())[0], SharedContractSelection.Empty);
        var part = Track(plugin, "Part", "part");
        var result = await plugin.UnloadAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        result.IsFreed.ShouldBeFalse();
        result.Holders[0].ShouldStartWith("static System.Threading.TimerQueue.");
        StopTimer(part);
        await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Unload_OfPluginThatThrowsWhileUnloading_FreesIt()
    {
        _folder.Drop("Angry", Plugin("angry") + "public class Part { public Part() => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += static _ => throw new InvalidOperationException(\"no\"); }");
        var plugin = _loader.Load((await _folder.ScanAsync())[0], SharedContractSelection.Empty);
        Use(plugin, "Part");
        await ShouldUnloadAsync(plugin);
    }

    [Fact]
    public async Task Unload_LookingForHolders_RunsNoInitialiser()
    {
        _folder.Drop("Trap", Plugin("trap") + "public static class Sprung { public static readonly List<string> Log = Spring(); static List<string> Spring() { AppContext.SetData(\"sprung\", true); return []; } } public class Part;");
        _folder.Drop("Held", Plugin("held") + "public class Part { public static void Hold(System.Collections.IList list) => list.Add(new Part()); }");
        var picture = await _folder.ScanAsync();
        var (held, trap) = (_loader.Load(picture[0], SharedContractSelection.Empty), _loader.Load(picture[1], SharedContractSelection.Empty));
        Use(trap, "Part");
        Hold(held);
        (await held.UnloadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken)).Holders.ShouldContain(
            "static PluginFramework.Loader.PluginLoaderTests.Held → List<> → Part");
        AppContext.GetData("sprung").ShouldBeNull();
        Held.Clear();
        await ShouldUnloadAsync(held);
        await ShouldUnloadAsync(trap);
    }

    private static readonly List<object> Held = [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Hold(LoadedPlugin plugin) => plugin.GetPartType("Part").GetMethod("Hold")!.Invoke(null, [Held]);

    [Fact]
    public async Task Load_OfManyFromManyThreads_Works()
    {
        for (var index = 0; index < 20; index++) _folder.Drop($"P{index}", Plugin($"p{index}") + "public class Part { public override string ToString() => \"part\"; }");
        var picture = await _folder.ScanAsync();
        var plugins = new LoadedPlugin[picture.Length];
        Parallel.For(0, picture.Length, index => plugins[index] = _loader.Load(picture[index], SharedContractSelection.Empty));
        plugins.ShouldAllBe(plugin => Use(plugin, "Part") == "part");
        var results = await Task.WhenAll(plugins.Select(plugin => plugin.UnloadAsync(Limit, TestContext.Current.CancellationToken)));
        results.ShouldAllBe(result => result.IsFreed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_OfCandidateThatCannotRun_SaysWhy(bool isReadable)
    {
        var manifest = isReadable ? new Manifests.PluginManifest("x", "1.0.0", "X.dll") { Problems = ["It is too new."] } : null;
        var candidate = new PluginCandidate("/nowhere/x", "", "/nowhere/store", manifest, isReadable ? null : "It is broken.");
        Should.Throw<PluginLoadException>(() => _loader.Load(candidate, SharedContractSelection.Empty)).Message.ShouldBe(isReadable ? "It is too new." : "It is broken.");
    }

    [Fact]
    public void Load_WhereTheCopyIsGone_SaysWhere()
    {
        var candidate = new PluginCandidate("/nowhere/x", "", Path.Combine(_folder.Root, "gone"), new Manifests.PluginManifest("x", "1.0.0", "X.dll"), null);
        Should.Throw<PluginLoadException>(() => _loader.Load(candidate, SharedContractSelection.Empty)).Message.ShouldContain("x could not be loaded from " + candidate.StorePath);
    }

    private void DropSharedPair(string providerVersion, string consumerVersion)
    {
        string Contract(string version) => PluginCompiler.Compile(Path.Combine(_folder.Root, "contract" + version), "Acme.Contracts",
            $"[assembly: SharedContract] [assembly: System.Reflection.AssemblyVersion(\"{version}\")] namespace Acme {{ public interface IGreeter {{ string Greet(); }} }}");

        foreach (var (name, version, part) in new[]
        {
            ("Provider", providerVersion, "public class Part : Acme.IGreeter { public string Greet() => \"hello from the provider\"; }"),
            ("Consumer", consumerVersion, "public class Part { public static string Ask(object greeter) => ((Acme.IGreeter)greeter).Greet(); }"),
        })
        {
            var contract = Contract(version);
            var path = _folder.Drop(name, Plugin(name.ToLowerInvariant()) + part, contract);
            File.Copy(contract, Path.Combine(Path.GetDirectoryName(path)!, "Acme.Contracts.dll"));
        }
    }

    // The provider first.
    private async Task<LoadedPlugin[]> LoadAllAsync()
    {
        var picture = await _folder.ScanAsync();
        var selection = SharedContractSelection.Of(picture, []);
        return [.. picture.Reverse().Select(candidate => _loader.Load(candidate, selection))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Exchange(LoadedPlugin provider, LoadedPlugin consumer) =>
        (string?)consumer.GetPartType("Part").GetMethod("Ask")!.Invoke(null, [Activator.CreateInstance(provider.GetPartType("Part"))]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Version? VersionOfContract(LoadedPlugin plugin) => plugin.GetPartType("Part").GetInterfaces()[0].Assembly.GetName().Version;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ContextOf(LoadedPlugin plugin, string contract)
    {
        var assembly = plugin.GetPartType("Part").GetInterfaces()[0].Assembly;
        assembly.GetName().Name.ShouldBe(contract);
        return new WeakReference(AssemblyLoadContext.GetLoadContext(assembly), trackResurrection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Use(LoadedPlugin plugin, string type) => Activator.CreateInstance(plugin.GetPartType(type))!.ToString();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool HasExport(LoadedPlugin plugin) => plugin.GetPartType("Part").IsDefined(typeof(System.Composition.ExportAttribute), inherit: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Track(LoadedPlugin plugin, string type, string label)
    {
        var instance = Activator.CreateInstance(plugin.GetPartType(type))!;
        plugin.Track(instance, label);
        return new WeakReference(instance);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StopTimer(WeakReference part) => part.Target!.GetType().GetMethod("Stop")!.Invoke(part.Target, null);

    private static async Task ShouldUnloadAsync(LoadedPlugin plugin)
    {
        var result = await plugin.UnloadAsync(Limit, TestContext.Current.CancellationToken);
        result.IsFreed.ShouldBeTrue(string.Join("; ", result.Holders));
    }

    private static string Plugin(string id) => $"[assembly: Plugin(\"{id}\")] ";
}
