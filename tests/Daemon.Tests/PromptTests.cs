using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>The C# prompt as somebody one talks to.</summary>
[Collection<SharedDaemonGroup>]
public sealed class PromptTests(SharedDaemon shared)
{
    [Fact]
    public async Task OperatorInIrssi_OverTls_GetsTheValue()
    {
        Require();
        await Irssi.RequireAsync();
        await using var ann = await Irssi.StartAsync(shared.AddressOf("tls"), "ann", TestDaemon.AnnsPassword);
        await ann.SeeAsync("Welcome to the");
        await ann.TypeAsync("/query prompt");
        await ann.TypeAsync("/msg prompt Users.Count()");
        await ann.SeeAsync("<prompt> 2");
        await ann.TypeAsync("var tea = 6 * 7;");
        await ann.TypeAsync("/msg prompt tea + 1");
        await ann.SeeAsync("<prompt> 43");
    }

    [Fact]
    public async Task EndlessEntry_IsStoppedAtTheLimitWhileOthersAreServed()
    {
        Require();
        await using var ann = await shared.ConnectAsync("tls");
        await ann.LogInAsync("ann", TestDaemon.AnnsPassword, "ann2");
        await using var bob = await shared.ConnectAsync("tcp");
        await bob.LogInAsync("bob", TestDaemon.BobsPassword);

        await ann.SendAsync("PRIVMSG prompt :while(true){}");
        await bob.SendAsync("PING :meanwhile");
        await bob.Lines.ReadUntilAsync("PONG");
        await ann.SendAsync("PING :meanwhile");
        await ann.Lines.ReadUntilAsync("PONG");
        (await ann.Lines.ReadUntilAsync("PRIVMSG ann2")).ShouldContain("stopped after 3 s");

        await ann.SendAsync("PRIVMSG prompt :1 + 1");
        (await ann.Lines.ReadUntilAsync("PRIVMSG ann2")).ShouldEndWith(":2");
    }

    [Fact]
    public async Task OperatorOnThisMachine_WithoutTls_IsServed()
    {
        Require();
        await using var ann = await shared.ConnectAsync("tcp");
        await ann.LogInAsync("ann", TestDaemon.AnnsPassword, "ann3");
        await ann.SendAsync("PRIVMSG prompt :\"loop\" + \"back\"");
        (await ann.Lines.ReadUntilAsync("PRIVMSG ann3")).ShouldContain("loopback");
    }

    [Fact]
    public async Task PlainUser_IsRefused()
    {
        Require();
        await using var bob = await shared.ConnectAsync("tls");
        await bob.LogInAsync("bob", TestDaemon.BobsPassword, "bob2");
        await bob.SendAsync("PRIVMSG prompt :Users.Count()");
        (await bob.Lines.ReadUntilAsync("PRIVMSG bob2")).ShouldContain("operators only");
    }

    private static void Require() => Assert.SkipUnless(
        Directory.Exists(Path.Combine(TestDaemon.ShippedPlugins, "Prompt")) && Directory.Exists(Path.Combine(TestDaemon.ShippedPlugins, "Scripting")),
        "The plugins Prompt and Scripting are not among those built.");
}
