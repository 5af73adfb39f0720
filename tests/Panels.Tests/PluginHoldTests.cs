using System.Reflection;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

/// <summary>Plugins whose objects others keep: whoever asks for a reload is told before, whoever keeps them afterwards.</summary>
public sealed class PluginHoldTests
{
    private static readonly PluginSource Greeting = PluginSource.Plugin("greeting", """
        [Export(typeof(PluginFramework.Chat.IChatReply)), Shared]
        public sealed class Greeter : PluginFramework.Chat.IChatReply
        {
            public string Greet() => "hello";
            public ValueTask SendAsync(string text, CancellationToken cancellationToken = default) => default;
        }
        """);

    private static readonly PluginSource User = PluginSource.Plugin("user", """
        [Export(typeof(IHostedService)), Shared]
        [method: ImportingConstructor]
        public sealed class Service(PluginFramework.Chat.IChatReply reply) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => reply.SendAsync("").AsTask();
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reload_OfAPluginThatAConsoleHolds_IsAskedAbout_AndFreesIt()
    {
        await using var panels = new PanelHost();
        CopyPrompt(Path.Combine(panels.RunDirectory, "plugins", "scripting"));
        Greeting.CompileTo(Path.Combine(panels.RunDirectory, "plugins", "greeting"));
        User.CompileTo(Path.Combine(panels.RunDirectory, "plugins", "user"));
        await panels.Host.StartAsync(Token);
        await panels.Host.WhenSettledAsync(Token);
        panels.Host.Plugins.List().ShouldAllBe(plugin => plugin.State == PluginState.Active);
        ConfirmationOf(panels, "reload").ShouldBeNull("nobody holds anything");

        using var console = panels.Host.GetExport<IPromptConsoles>().ShouldNotBeNull().Open(new("1", "ann") { Roles = [Identity.WellKnownRoles.Operator] }, new ClientInfo("test", "c1") { IsLocal = true });
        (await console.EvaluateAsync("var mine = 1;")).ShouldBeOfType<PromptResult.Completed>();
        (await console.EvaluateAsync("var greeter = new Greeter(); int Use() => greeter.Greet().Length;")).ShouldBeOfType<PromptResult.Completed>();
        (await TryAsync("greeting")).Message.ShouldBe("greeting would be built anew, and with it those that use it: user. Lost would be what is held of them: console 1 of ann holds greeter, Use.");
        (await TryAsync("user")).Message.ShouldBe("user would be built anew.");
        (await TryAsync("scripting")).Message.ShouldBe("scripting would be built anew. Lost would be what is held of it: console 1 of ann holds mine, greeter, Use.");
        ConfirmationOf(panels, "reload").ShouldBe("Reload the plugin? What is held of plugins that go, or are built anew, is lost: console 1 of ann holds greeter, Use.");
        ConfirmationOf(panels, "disable").ShouldNotBeNull().ShouldStartWith("Stop the plugin, and those that need it? What is held");
        ConfirmationOf(panels, "enable").ShouldBeNull();

        (await panels.Host.Panels.ActAsync("plugin", ActRequest.Of("reload", ("id", "greeting")), FakePanel.Operator, null, Token)).Tone.ShouldBe(ViewTone.Neutral);
        await foreach (var each in console.ReadAllAsync(0, Token))
        {
            if (each is not PromptEvent.Forgot forgot) continue;
            (forgot.Plugin, string.Join(',', forgot.Names)).ShouldBe(("greeting", "greeter,Use"));
            break;
        }

        await panels.Host.WhenUnloadedAsync();
        var health = (await panels.ViewAsync("health")).ShouldBeOfType<View.Fields>().Items.ToDictionary(field => field.Name);
        (health["leaks"].Value, health["pendingUnloads"].Value).ShouldBe((PanelValue.Of(0), PanelValue.Of(0)), "the old one is freed, and the console stands open");
        ConfirmationOf(panels, "reload").ShouldBeNull();
        (await console.EvaluateAsync("greeter")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Message.ShouldContain("'greeter' was let go: it had to do with greeting");
        (await console.EvaluateAsync("var greeter = new Greeter(); greeter.Greet() + mine")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBe(new PromptValue.Scalar("string", "\"hello1\""));

        Task<ActResult> TryAsync(string id) => panels.Host.Panels.ActAsync("plugin", ActRequest.Of("reload", ("id", id)) with { IsDryRun = true }, FakePanel.Operator, null, Token);
    }

    [Fact]
    public async Task HolderThatFails_IsNamed_AndKeepsNobodyFromReloading()
    {
        await using var panels = new PanelHost();
        PluginSource.Plugin("broken", """
            [Export(typeof(IPluginHolder)), Shared]
            public sealed class Broken : IPluginHolder
            {
                public System.Collections.Immutable.ImmutableArray<PluginHold> FindHeld(IReadOnlyCollection<string> pluginIds) => throw new InvalidOperationException("not today");
            }
            """).CompileTo(Path.Combine(panels.RunDirectory, "plugins", "broken"));
        Greeting.CompileTo(Path.Combine(panels.RunDirectory, "plugins", "greeting"));
        await panels.Host.StartAsync(Token);
        await panels.Host.WhenSettledAsync(Token);
        ConfirmationOf(panels, "reload").ShouldNotBeNull().ShouldContain("Broken could not say what it holds (not today)");
        (await panels.Host.Panels.ActAsync("plugin", ActRequest.Of("reload", ("id", "greeting")), FakePanel.Operator, null, Token)).Tone.ShouldBe(ViewTone.Neutral);
    }

    private static string? ConfirmationOf(PanelHost panels, string act) =>
        panels.Host.Panels.List(FakePanel.Operator).Single(panel => panel.Name == "plugin").Acts.Single(one => one.Name == act).Confirmation;

    /// <summary>The prompt's engine as it is dropped into a folder.</summary>
    private static void CopyPrompt(string target)
    {
        var source = typeof(PluginHoldTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Scripting").Value!;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }
}
