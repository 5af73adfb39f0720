namespace PluginFramework.Irc.Tests;

public sealed class IrcCommandTableTests : IAsyncDisposable
{
    private static readonly string[] OnlyBefore = ["AUTHENTICATE", "PASS", "USER"];
    private static readonly string[] Always = ["CAP", "NICK", "PING", "PONG", "QUIT"];
    private readonly IrcFixture _irc = new();

    public static TheoryData<string> Verbs => [.. IrcCommandTable.Commands.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> VerbsWithParameters =>
        [.. IrcCommandTable.Commands.Values.Where(command => command.MinParameters > 0).Select(command => command.Verb).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _irc.DisposeAsync();

    [Fact]
    public void Table_HasTheVerbsOfTheProtocol() => IrcCommandTable.Commands.Keys.Order(StringComparer.Ordinal).ShouldBe(
    [
        "AUTHENTICATE", "AWAY", "CAP", "INVITE", "ISON", "JOIN", "KICK", "LIST", "LUSERS", "MODE", "MOTD", "NAMES", "NICK", "NOTICE", "PART",
        "PASS", "PING", "PONG", "PRIVMSG", "QUIT", "TIME", "TOPIC", "USER", "USERHOST", "VERSION", "WHO", "WHOIS", "WHOWAS",
    ]);

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Verb_BeforeRegistration_RunsOrIsRefusedWith451(string verb)
    {
        var client = _irc.Connect();
        await client.SendAsync($"{verb} a b c d", "PING end");
        var first = await client.ReadAsync();
        if (OnlyBefore.Contains(verb) || Always.Contains(verb)) first.ShouldNotContain(" 451 ");
        else first.ShouldStartWith(":irc.localhost 451 * :");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Verb_AfterRegistration_RunsOrIsRefusedWith462(string verb)
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync($"{verb} a b c d", "PING end");
        var first = await client.ReadAsync();
        if (verb == "AUTHENTICATE") first.ShouldStartWith(":irc.localhost 907 ann :");
        else if (OnlyBefore.Contains(verb)) first.ShouldStartWith(":irc.localhost 462 ann :");
        else first.ShouldNotContain(" 462 ");
    }

    [Theory]
    [MemberData(nameof(VerbsWithParameters))]
    public async Task Verb_WithTooFewParameters_IsRefusedWith461(string verb)
    {
        var command = IrcCommandTable.Commands[verb];
        var client = command.States.HasFlag(IrcStates.Registered) ? await _irc.LogInAsync("ann") : _irc.Connect();
        var nickname = command.States.HasFlag(IrcStates.Registered) ? "ann" : "*";
        await client.SendAsync(string.Join(' ', Enumerable.Repeat("x", command.MinParameters - 1).Prepend(verb)));
        (await client.ReadAsync()).ShouldStartWith($":irc.localhost 461 {nickname} {verb} :");
    }

    [Fact]
    public async Task UnknownVerb_InAnyState_IsRefusedWith421()
    {
        var client = _irc.Connect();
        await client.SendAsync("FROB x");
        await client.ExpectAsync(":irc.localhost 421 * FROB :Unknown command");
        client = await _irc.LogInAsync("ann");
        await client.SendAsync("frob x");
        await client.ExpectAsync(":irc.localhost 421 ann FROB :Unknown command");
    }
}
