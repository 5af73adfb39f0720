using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>The clients that people use.</summary>
[Collection<SharedDaemonGroup>]
public sealed class IrcClientTests(SharedDaemon shared)
{
    [Fact]
    public async Task IrssiAndPythonsIrcLibrary_InARoom_SeeEachOther()
    {
        await Irssi.RequireAsync();
        await PythonClient.RequireAsync();
        var address = shared.AddressOf("tls");
        await using var ann = await Irssi.StartAsync(address, "ann", TestDaemon.AnnsPassword);
        await ann.SeeAsync("SASL authentication succeeded");
        await ann.SeeAsync("Welcome to the");
        await ann.TypeAsync("/join #room");
        await ann.SeeInLogAsync("#room", "ann [");

        await using var bob = PythonClient.Start(address, "bob", TestDaemon.BobsPassword);
        await bob.Lines.ReadUntilAsync(" 001 bob ");
        await bob.SendAsync("JOIN #room");
        (await bob.Lines.ReadUntilAsync(" 353 ")).ShouldContain("@ann");
        await ann.SeeAsync("has joined #room");

        await ann.TypeAsync("Guten Tag, Grüße ☺");
        (await bob.Lines.ReadUntilAsync("PRIVMSG #room")).ShouldEndWith(":Guten Tag, Grüße ☺");
        await bob.SendAsync("PRIVMSG #room :hello yourself ☕");
        await ann.SeeAsync("bob> hello yourself ☕");
        await ann.SeeInLogAsync("#room", "bob> hello yourself ☕");

        await ann.TypeAsync("/topic Tea at four");
        (await bob.Lines.ReadUntilAsync(" TOPIC #room ")).ShouldEndWith(":Tea at four");
        await ann.SeeAsync("ann changed the topic of #room to: Tea at four");

        await bob.SendAsync("NICK robert");
        await ann.SeeAsync("bob is now known as robert");
        await ann.TypeAsync("/msg robert just you");
        (await bob.Lines.ReadUntilAsync("PRIVMSG robert")).ShouldEndWith(":just you");

        await bob.SendAsync("PART #room :tea time");
        await ann.SeeAsync("has left #room [tea time]");
        await ann.TypeAsync("/quit good night");
        await bob.SendAsync("WHOIS ann");
        await bob.Lines.ReadUntilAsync(" 318 ");
    }

    [Fact]
    public async Task Irssi_WithAWrongPassword_IsToldSo()
    {
        await Irssi.RequireAsync();
        await using var ann = await Irssi.StartAsync(shared.AddressOf("tls"), "ann", "wrong-password");
        await ann.SeeAsync("SASL authentication failed");
    }
}
