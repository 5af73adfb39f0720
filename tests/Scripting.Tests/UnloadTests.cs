using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Consoles;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Packages;
using PluginFramework.TestUtilities;

namespace PluginFramework.Scripting.Tests;

public sealed class UnloadTests
{
    [Fact]
    public async Task Sessions_AHundred_AreAllFreed()
    {
        await using var engine = new EngineFixture();
        var contexts = new List<WeakReference>();
        for (var i = 0; i < 100; i++)
        {
            await UseSessionAsync(engine, i % 2 == 0);
            contexts.AddRange(EntryContexts().Except(contexts.Select(weak => weak.Target).OfType<AssemblyLoadContext>()).Select(context => new WeakReference(context)));
        }

        (await AliveAfterCollectionAsync(contexts)).ShouldBe(0);
    }

    /// <summary>The heap is measured after full collections, so it says the same on any machine; what the compiler keeps for good it has by the first hundred.</summary>
    [Fact]
    public async Task Sessions_FiveHundred_LeaveNoContextAndNoMemory()
    {
        await using var engine = new EngineFixture();
        engine.Packages.Add("Acme.Text", "1.0.0", "public static class Text { public static string Shout(string word) => word.ToUpperInvariant(); }");
        await using var consoles = new PromptConsoles(engine.Engine, engine.Context);
        for (var i = 0; i < 100; i++) await UseBrieflyAsync(engine, consoles, i);
        var before = await HeapAsync();
        for (var i = 100; i < 500; i++) await UseBrieflyAsync(engine, consoles, i);
        var after = await HeapAsync();

        SessionContexts().Count().ShouldBe(0);
        (after - before).ShouldBeLessThan(4 << 20, $"{before >> 10} KiB before, {after >> 10} KiB after 400 sessions more");
    }

    [Fact]
    public async Task EntryThatDeclaresNothing_IsFreedWithinItsSession()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        await session.Value("var kept = new List<Func<int>>();");
        var before = await CountContextsAsync(session, "1 + 1", "Users.Count()", "await Task.FromResult(1)", "$\"{Me.UserName}\"");
        before.ShouldBe(0, "nothing of them stays");
        (await CountContextsAsync(session, "kept.Add(() => 5)")).ShouldBe(1);
        (await session.Text("kept[0]()")).ShouldBe("5");
    }

    [Fact]
    public async Task Plugin_UsedInASession_UnloadsAfterItsReset()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var plugin = await UsePluginAsync(session, 1, "var greeter = new Greeting.Greeter(); greeter.Greet()");
        await Task.Yield();
        Collect();
        plugin.IsAlive.ShouldBeTrue("the session holds an object of it");
        await session.ResetAsync(TestContext.Current.CancellationToken);
        (await AliveAfterCollectionAsync([plugin])).ShouldBe(0);
    }

    [Fact]
    public async Task Plugin_UsedInPassing_UnloadsWithoutAReset()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        await session.Value("var mine = 1;");
        (await AliveAfterCollectionAsync([await UsePluginAsync(session, 1, "new Greeting.Greeter().Greet()")])).ShouldBe(0);
        (await session.Text("mine")).ShouldBe("1");
    }

    [Fact]
    public async Task Plugin_Reloaded_IsSeenAnewByLaterEntries()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var first = await UsePluginAsync(session, 1, "new Greeting.Greeter().Greet()");
        (await AliveAfterCollectionAsync([first])).ShouldBe(0);
        var second = await UsePluginAsync(session, 2, "new Greeting.Greeter().Greet()");
        (await AliveAfterCollectionAsync([second])).ShouldBe(0);
        (await session.Run("new Greeting.Greeter()")).ShouldBeOfType<PromptResult.Invalid>("the plugin has gone");
    }

    [Fact]
    public async Task EngineItself_LoadedAsAPlugin_UnloadsAfterUse()
    {
        var engine = await UseEngineAsync();
        (await AliveAfterCollectionAsync([engine])).ShouldBe(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseEngineAsync()
    {
        var context = new AssemblyLoadContext("scripting", isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(typeof(PromptEngine).Assembly.Location);
        using var plugin = new TestPluginContext("scripting") { TimeProvider = TimeProvider.System };
        var engine = Activator.CreateInstance(
            assembly.GetType(typeof(PromptEngine).FullName!)!,
            plugin, new RecordingAuditLog(), new PluginManagerFake(), new EndpointCatalogFake(),
            new LiveExportsFake<IUserManager>(new UserManagerFake()), new LiveExportsFake<IChatNetwork>(), new PackageResolverFake()).ShouldBeAssignableTo<IPromptEngine>()!;
        var session = await engine.OpenAsync(EngineFixture.Operator, EngineFixture.Local, TestContext.Current.CancellationToken);
        await session.Value("Console.Write(1); record Item(string Name); var items = Users.Select(user => new Item(user.Name)).ToList();");
        await session.Run("int F(int n) => 1 + F(n + 1); F(0)");
        (await session.CompleteAsync("Us", 2, TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        await session.Value("var timer = new Timer(_ => { }, null, 1, 1);");
        using var cancel = new CancellationTokenSource();
        var running = session.EvaluateAsync("while (true) { }", cancel.Token);
        await cancel.CancelAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        await session.Run("timer.Dispose()");
        await session.ClassifyAsync("var x = Users.Count();", TestContext.Current.CancellationToken);
        (await session.DescribeAsync("Users.Add", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await UseConsolesAsync(assembly, engine, plugin);
        await ((IAsyncDisposable)engine).DisposeAsync();
        context.Unload();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task UseConsolesAsync(Assembly assembly, IPromptEngine engine, TestPluginContext plugin)
    {
        var consoles = Activator.CreateInstance(assembly.GetType(typeof(PromptConsoles).FullName!)!, engine, plugin).ShouldBeAssignableTo<IPromptConsoles>()!;
        var console = consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        using var stop = new CancellationTokenSource();
        await using var reading = console.ReadAllAsync(0, stop.Token).GetAsyncEnumerator(stop.Token);
        var running = console.EvaluateAsync("var late = new Timer(_ => Console.Write(2), null, 5, 5); Console.Write(1); while (true) { }");
        do await reading.MoveNextAsync();
        while (reading.Current is not PromptEvent.Wrote);
        console.Cancel().ShouldBeTrue();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        await console.EvaluateAsync("late.Dispose()");
        await stop.CancelAsync();
        await ((IAsyncDisposable)consoles).DisposeAsync();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UsePluginAsync(IPromptSession session, int version, string code)
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        var assembly = context.LoadFromStream(PluginStub.Compile(version));
        (await session.Text(code)).ShouldBe($"\"hello {version}\"");

        // The very type, not one of a copy.
        (await session.Text($"typeof(Greeting.Greeter).Module.ModuleVersionId == new Guid(\"{assembly.ManifestModule.ModuleVersionId}\")")).ShouldBe("true");
        (await session.Text("AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name == \"Greeting\")")).ShouldBe("1");
        context.Unload();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task UseBrieflyAsync(EngineFixture engine, PromptConsoles consoles, int number)
    {
        var directive = number % 25 == 0 ? "#r \"nuget: Acme.Text\"\n" : "";
        var code = directive + "record Item(string Name); var items = new List<Item> { new(\"a\") }; Func<int> count = () => items.Count; Task.Delay(-1); count()";
        if (number % 5 == 0)
        {
            // A console waits for what its entries leave running.
            using var console = consoles.Open(EngineFixture.Operator, EngineFixture.Local);
            (await console.EvaluateAsync(code)).ShouldBeOfType<PromptResult.Completed>();
            await console.CloseAsync();
            return;
        }

        await using var session = await engine.OpenAsync();
        (await session.Text(code)).ShouldBe("1");
    }

    /// <summary>What is in use once all that is over has been freed, or twenty seconds have passed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<long> HeapAsync()
    {
        await Task.Yield();
        var clock = Stopwatch.StartNew();
        do Collect();
        while (SessionContexts().Any() && clock.Elapsed < TimeSpan.FromSeconds(20));
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static IEnumerable<AssemblyLoadContext> SessionContexts() =>
        AssemblyLoadContext.All.Where(context => context.Name is EntryLoadContext.ContextName or PackageLoadContext.ContextName);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task UseSessionAsync(EngineFixture engine, bool reset)
    {
        await using var session = await engine.OpenAsync();
        await session.Run("record Item(string Name); var items = new List<Item> { new(\"a\") };");
        await session.Run("items.Select(item => new { item.Name, Length = item.Name.Length }).ToList()");
        await session.Run("Task.Run(() => { while (true) { } }); throw new Exception(items[0].Name);");
        if (reset) await session.ResetAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<int> CountContextsAsync(IPromptSession session, params string[] entries)
    {
        var before = EntryContexts().Count();
        foreach (var entry in entries) await session.Run(entry);
        return EntryContexts().Count() - before;
    }

    private static IEnumerable<AssemblyLoadContext> EntryContexts() =>
        AssemblyLoadContext.All.Where(context => context.Name == EntryLoadContext.ContextName);

    /// <summary>How many are still alive in the end; work that was left running may take a moment to meet its guard.</summary>
    private static async Task<int> AliveAfterCollectionAsync(List<WeakReference> contexts)
    {
        // Off the stack of whoever used the contexts: continuations run on top of it.
        await Task.Yield();
        var clock = Stopwatch.StartNew();
        while (contexts.Any(context => context.IsAlive) && clock.Elapsed < TimeSpan.FromSeconds(20)) Collect();
        return contexts.Count(context => context.IsAlive);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
