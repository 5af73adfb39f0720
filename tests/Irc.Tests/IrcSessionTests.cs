using PluginFramework.Chat;

namespace PluginFramework.Irc.Tests;

public sealed class IrcSessionTests : IAsyncDisposable
{
    private readonly IrcFixture _irc = new();

    public ValueTask DisposeAsync() => _irc.DisposeAsync();

    [Fact]
    public async Task Join_OfANewChannel_ShowsItsNames()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("JOIN #lounge");
        await ann.ExpectAsync(
            ":ann!ann@irc JOIN #lounge",
            ":irc.localhost 353 ann = #lounge :@ann",
            ":irc.localhost 366 ann #lounge :End of /NAMES list");
    }

    [Fact]
    public async Task TwoClients_InAChannel_Talk()
    {
        var (ann, bob) = await TwoInChannelAsync();
        await ann.SendAsync("PRIVMSG #lounge :hello there");
        await bob.ExpectAsync(":ann!ann@irc PRIVMSG #lounge :hello there");
        await bob.SendAsync("NOTICE #LOUNGE :oh", "NICK bobby", "TOPIC #lounge", "PART #lounge :bye all");
        await ann.ExpectAsync(":bob!bob@irc NOTICE #lounge :oh", ":bob!bob@irc NICK bobby", ":bobby!bob@irc PART #lounge :bye all");
        await bob.ExpectAsync(":bob!bob@irc NICK bobby", ":irc.localhost 331 bobby #lounge :No topic is set", ":bobby!bob@irc PART #lounge :bye all");
        await bob.SendAsync("PRIVMSG ann :psst", "QUIT :gone");
        await ann.ExpectAsync(":bobby!bob@irc PRIVMSG ann :psst");
        (await bob.ExpectClosedAsync("Quit: gone")).ShouldBe("ERROR :Closing link: bobby (Quit: gone)");
        (await ann.SettleAsync()).ShouldBeEmpty("they shared no channel any more");
    }

    [Fact]
    public async Task Join_OfAChannelWithATopic_ShowsIt()
    {
        var (ann, _) = await TwoInChannelAsync();
        await ann.SendAsync("TOPIC #lounge :tea: hot");
        await ann.ExpectAsync(":ann!ann@irc TOPIC #lounge :tea: hot");
        var eve = await _irc.LogInAsync("eve");
        await eve.SendAsync("JOIN #LOUNGE");
        await eve.ExpectAsync(
            ":eve!eve@irc JOIN #lounge",
            ":irc.localhost 332 eve #lounge :tea: hot",
            ":irc.localhost 333 eve #lounge ann 1767225600",
            ":irc.localhost 353 eve = #lounge :@ann bob eve",
            ":irc.localhost 366 eve #lounge :End of /NAMES list");
    }

    [Fact]
    public async Task Join_OfManyWithKeys_AndZero_Work()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("JOIN #a,#b", "MODE #a +k one", "MODE #b +k two");
        await ann.SettleAsync();
        var bob = await _irc.LogInAsync("bob");
        await bob.SendAsync("JOIN #a,#b,c one,x");
        var lines = await bob.SettleAsync();
        lines[0].ShouldBe(":bob!bob@irc JOIN #a");
        lines.ShouldContain(line => line.StartsWith(":irc.localhost 475 bob #b :", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith(":irc.localhost 403 bob c :", StringComparison.Ordinal));
        await bob.SendAsync("JOIN 0");
        (await bob.SettleAsync()).ShouldBe([":bob!bob@irc PART #a"]);
    }

    [Fact]
    public async Task Mode_OfAChannel_IsShownAndChanged()
    {
        var (ann, bob) = await TwoInChannelAsync();
        await ann.SendAsync("MODE #lounge", "MODE #lounge +mk-t+ov sesame bob bob", "MODE #lounge");
        var expected = ":ann!ann@irc MODE #lounge +mk-t+ov sesame bob bob";
        await ann.ExpectAsync(
            ":irc.localhost 324 ann #lounge +nt",
            ":irc.localhost 329 ann #lounge 1767225600",
            expected,
            ":irc.localhost 324 ann #lounge +kmn sesame",
            ":irc.localhost 329 ann #lounge 1767225600");
        await bob.ExpectAsync(expected);
        await ann.SendAsync("MODE #lounge -k", "MODE #lounge +b eve", "MODE #lounge b", "MODE #lounge +Q", "MODE #lounge +l", "MODE #lounge +o zoe", "MODE #nowhere");
        await ann.ExpectAsync(
            ":ann!ann@irc MODE #lounge -k sesame",
            ":ann!ann@irc MODE #lounge +b eve!*@*",
            ":irc.localhost 367 ann #lounge eve!*@*",
            ":irc.localhost 368 ann #lounge :End of channel ban list");
        (await ann.SettleAsync()).Select(line => string.Join(' ', line.Split(' ').Skip(1).Take(3))).ShouldBe(["472 ann Q", "696 ann #lounge", "401 ann zoe", "403 ann #nowhere"]);
    }

    [Fact]
    public async Task Mode_OfAPerson_IsTheirOwnAffair()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("MODE ann", "MODE ANN +i", "MODE ANN +x", "MODE bob +i");
        (await ann.SettleAsync()).Select(line => line.Split(' ')[1]).ShouldBe(["221", "501", "502"]);
    }

    [Fact]
    public async Task Mode_WithAWrongArgument_NamesTheModeAndHidesTheKey()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("JOIN #a");
        await ann.SettleAsync();
        await ann.SendAsync("MODE #A +l 0", "MODE #a +k :two words", "MODE #a +kl word many", "MODE #a");
        (await ann.SettleAsync()).Select(line => line.Split(" :")[0]).ShouldBe(
        [
            ":irc.localhost 696 ann #a l 0",
            ":irc.localhost 696 ann #a k *",
            ":irc.localhost 696 ann #a l many",
            ":irc.localhost 324 ann #a +nt",
            ":irc.localhost 329 ann #a 1767225600",
        ]);
    }

    [Fact]
    public async Task Kick_OfSeveral_PutsOutEachAndRefusesEach()
    {
        var (ann, bob) = await TwoInChannelAsync();
        await ann.SendAsync("KICK #lounge zoe,bob :out", "KICK #lounge a,b,c,d,e");
        (await ann.SettleAsync()).Select(line => line.Split(" :")[0]).ShouldBe(
        [
            ":irc.localhost 401 ann zoe",
            ":ann!ann@irc KICK #lounge bob",
            ":irc.localhost 407 ann a,b,c,d,e",
        ]);
        await bob.ExpectAsync(":ann!ann@irc KICK #lounge bob :out");
    }

    [Fact]
    [Trait("RFC", "2812 §3.2.8")]
    public async Task Kick_OfSeveralChannels_TakesAsManyPeople()
    {
        var (ann, bob) = await TwoInChannelAsync();
        await ann.SendAsync("JOIN #den", "MODE #den +s");
        await ann.SettleAsync();
        await ann.SendAsync("KICK #den,#lounge bob,bob :out", "KICK #den,#lounge bob", "KICK #den ,", "KICK den bob");
        (await ann.SettleAsync()).Select(line => line.Split(" :")[0]).ShouldBe(
        [
            ":irc.localhost 441 ann bob #den",
            ":ann!ann@irc KICK #lounge bob",
            ":irc.localhost 461 ann KICK",
            ":irc.localhost 461 ann KICK",
            ":irc.localhost 403 ann den",
        ]);
        (await bob.SettleAsync()).ShouldBe([":ann!ann@irc KICK #lounge bob :out"]);
    }

    [Fact]
    [Trait("RFC", "2812 §3.6.3")]
    public async Task Whowas_OfANicknameGivenUp_TellsTheLastFirst()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("WHOWAS", "WHOWAS ann", "WHOWAS :");
        (await ann.SettleAsync()).Select(line => line.Split(" :")[0]).ShouldBe(
            [":irc.localhost 431 ann", ":irc.localhost 406 ann ann", ":irc.localhost 369 ann ann", ":irc.localhost 431 ann"]);

        var bob = await _irc.LogInAsync("bob", "guest");
        await bob.SendAsync("NICK bob");
        await bob.SettleAsync();
        _irc.Context.Clock.Advance(TimeSpan.FromSeconds(1));
        var eve = await _irc.LogInAsync("eve", "Guest");
        await eve.SendAsync("QUIT");
        await eve.ExpectClosedAsync("Quit");

        string[] last = [":irc.localhost 314 ann Guest eve irc * :Real eve", ":irc.localhost 312 ann Guest irc.localhost :2026-01-01 00:00:01 UTC"];
        string[] first = [":irc.localhost 314 ann guest bob irc * :Real bob", ":irc.localhost 312 ann guest irc.localhost :2026-01-01 00:00:00 UTC"];
        const string end = ":irc.localhost 369 ann GUEST :End of WHOWAS";
        await ann.SendAsync("WHOWAS GUEST", "WHOWAS GUEST 1", "WHOWAS GUEST -1", "WHOWAS GUEST 0");
        (await ann.SettleAsync()).ShouldBe([.. last, .. first, end, .. last, end, .. last, .. first, end, .. last, .. first, end]);
    }

    [Fact]
    public async Task Who_OfOperators_ShowsThemAlone()
    {
        _irc.Users.Add("root", "secret", "operator");
        var (ann, _) = await TwoInChannelAsync();
        var root = await _irc.LogInAsync("root");
        await root.SendAsync("JOIN #lounge");
        await root.SettleAsync();
        await ann.SettleAsync();
        await ann.SendAsync("WHO * o", "WHO #lounge o", "WHO bob o");
        (await ann.SettleAsync()).Select(line => line.Split(" :")[0]).ShouldBe(
        [
            ":irc.localhost 352 ann * root irc irc.localhost root H*",
            ":irc.localhost 315 ann *",
            ":irc.localhost 352 ann #lounge root irc irc.localhost root H*",
            ":irc.localhost 315 ann #lounge",
            ":irc.localhost 315 ann bob",
        ]);
    }

    [Theory]
    [InlineData("JOIN :")]
    [InlineData("PART :")]
    [InlineData("TOPIC :")]
    [InlineData("MODE :")]
    [InlineData("KICK #a :")]
    [InlineData("INVITE bob :")]
    [InlineData("WHO :")]
    public async Task EmptyParameter_ThatIsNeeded_Is461(string line)
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync(line);
        (await ann.ReadAsync()).ShouldStartWith($":irc.localhost 461 ann {line.Split(' ')[0]} :");
    }

    [Fact]
    public async Task TextTooLong_IsCutAtACharactersEnd()
    {
        var (ann, bob) = await TwoInChannelAsync();
        var kept = new string('x', 389);
        await ann.SendAsync($"AWAY :{kept}yz", $"TOPIC #lounge :{kept}😀");
        (await ann.SettleAsync()).Select(line => line.Split(' ')[1]).ShouldBe(["306", "TOPIC"]);
        await bob.ExpectAsync($":ann!ann@irc TOPIC #lounge :{kept}");
        await bob.SendAsync("WHOIS ann");
        (await bob.SettleAsync()).ShouldContain($":irc.localhost 301 bob ann :{kept}y");
        await ann.SendAsync($"KICK #lounge bob :{kept}yz", $"PART #lounge :{kept}yz");
        await ann.ExpectAsync($":ann!ann@irc KICK #lounge bob :{kept}y", $":ann!ann@irc PART #lounge :{kept}y");
    }

    [Fact]
    public async Task Kick_And_Invite_ReachTheirTarget()
    {
        var (ann, bob) = await TwoInChannelAsync();
        await bob.SendAsync("KICK #lounge ann");
        (await bob.ReadAsync()).ShouldStartWith(":irc.localhost 482 bob #lounge :");
        await ann.SendAsync("KICK #lounge bob :out", "KICK #lounge bob", "MODE #lounge +i", "INVITE bob #lounge", "INVITE ann #lounge");
        await bob.ExpectAsync(":ann!ann@irc KICK #lounge bob :out", ":ann!ann@irc INVITE bob #lounge");
        var lines = await ann.SettleAsync();
        lines[0].ShouldBe(":ann!ann@irc KICK #lounge bob :out");
        lines[1].ShouldStartWith(":irc.localhost 441 ann bob #lounge :");
        lines[3].ShouldBe(":irc.localhost 341 ann bob #lounge");
        lines[4].ShouldStartWith(":irc.localhost 443 ann ann #lounge :");
        await bob.SendAsync("JOIN #lounge");
        (await bob.ReadAsync()).ShouldBe(":bob!bob@irc JOIN #lounge");
    }

    [Fact]
    public async Task Refusals_OfTheNetwork_HaveTheirNumerics()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("PRIVMSG", "PRIVMSG bob", "PRIVMSG zoe :x", "PRIVMSG #none :x", "PART #none", "TOPIC #none :x", "NICK", "NICK bob", "NICK 1,2", "JOIN #a\u0007b", "NOTICE zoe :x", "WHOIS zoe", "PING", "INVITE bob #none", "KICK #none x");
        (await ann.SettleAsync()).Select(line => line.Split(' ')[1]).ShouldBe(["411", "412", "401", "403", "403", "403", "431", "433", "432", "476", "401", "318", "409", "403", "403"]);
    }

    [Fact]
    public async Task Message_ToAnAbsentUser_IsKeptAndDated()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("PRIVMSG bob :hello");
        await ann.ExpectAsync(":irc.localhost NOTICE ann :*** bob is not signed on; the message is kept until they are");
        _irc.Context.Clock.Advance(TimeSpan.FromMinutes(1));
        var bob = await _irc.LogInAsync("bob");
        await bob.ExpectAsync(":ann!ann@irc PRIVMSG bob :[2026-01-01 00:00 UTC] hello");

        await ann.SendAsync("PRIVMSG eve :hello");
        await ann.ReadUntilAsync("NOTICE");
        var eve = await _irc.LogInAsync("eve", capabilities: "server-time account-tag");
        await eve.ExpectAsync("@time=2026-01-01T00:01:00.000Z;account=ann :ann!ann@irc PRIVMSG eve :hello");
    }

    [Fact]
    public async Task Away_IsAnsweredToWhoeverWrites_AndToldToThoseWhoAsked()
    {
        var ann = await _irc.LogInAsync("ann");
        var bob = await _irc.LogInAsync("bob", capabilities: "away-notify");
        var eve = await _irc.LogInAsync("eve");
        foreach (var client in new[] { ann, bob, eve }) await client.SendAsync("JOIN #a");
        foreach (var client in new[] { ann, bob, eve }) await client.SettleAsync();
        foreach (var client in new[] { ann, bob, eve }) await client.SettleAsync();
        await ann.SendAsync("AWAY :lunch");
        await ann.ExpectAsync(":irc.localhost 306 ann :You have been marked as being away");
        await bob.ExpectAsync(":ann!ann@irc AWAY :lunch");
        await bob.SendAsync("PRIVMSG ann :hi", "USERHOST ann", "ISON ann zoe bob");
        await bob.ExpectAsync(":irc.localhost 301 bob ann :lunch", ":irc.localhost 302 bob :ann=-ann@irc", ":irc.localhost 303 bob :ann bob");
        await ann.SendAsync("AWAY");
        await ann.ReadUntilAsync(" 305 ");
        await bob.ExpectAsync(":ann!ann@irc AWAY");
        (await eve.SettleAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Capabilities_ChangeWhatAClientSees()
    {
        var ann = await _irc.LogInAsync("ann", capabilities: "multi-prefix userhost-in-names extended-join echo-message");
        await ann.SendAsync("JOIN #a", "MODE #a +v ann", "PRIVMSG #a :me", "NAMES #a");
        await ann.ExpectAsync(
            ":ann!ann@irc JOIN #a ann :Real ann",
            ":irc.localhost 353 ann = #a :@ann!ann@irc",
            ":irc.localhost 366 ann #a :End of /NAMES list",
            ":ann!ann@irc MODE #a +v ann",
            ":ann!ann@irc PRIVMSG #a :me",
            ":irc.localhost 353 ann = #a :@+ann!ann@irc",
            ":irc.localhost 366 ann #a :End of /NAMES list");
    }

    [Fact]
    public async Task Bot_AnswersInSeveralMessages()
    {
        _irc.Bots.Add(new LinesBot());
        var ann = await _irc.LogInAsync("ann", capabilities: "echo-message account-tag");
        await ann.SendAsync("PRIVMSG prompt :1+1");
        await ann.ExpectAsync("@account=ann :ann!ann@irc PRIVMSG prompt :1+1", ":prompt!prompt@bot PRIVMSG ann :you said", ":prompt!prompt@bot PRIVMSG ann :1+1");
        await ann.SendAsync("WHOIS prompt");
        (await ann.SettleAsync()).Select(line => line.Split(' ')[1]).ShouldBe(["311", "312", "335", "671", "317", "318"]);
    }

    [Fact]
    public async Task Whois_And_Who_DescribePeople()
    {
        _irc.Users.Add("root", "secret", "operator");
        var (ann, _) = await TwoInChannelAsync();
        await _irc.LogInAsync("root");
        await ann.SendAsync("WHOIS bob", "WHOIS irc.localhost ROOT", "WHO #lounge", "WHO b*", "WHO root");
        (await ann.SettleAsync()).ShouldBe(
        [
            ":irc.localhost 311 ann bob bob irc * :Real bob",
            ":irc.localhost 319 ann bob :#lounge",
            ":irc.localhost 312 ann bob irc.localhost :on irc",
            ":irc.localhost 330 ann bob bob :is logged in as",
            ":irc.localhost 671 ann bob :nobody can read along between them and the server",
            ":irc.localhost 317 ann bob 0 1767225600 :seconds idle, signon time",
            ":irc.localhost 318 ann bob :End of /WHOIS list",
            ":irc.localhost 311 ann root root irc * :Real root",
            ":irc.localhost 312 ann root irc.localhost :on irc",
            ":irc.localhost 313 ann root :runs this server",
            ":irc.localhost 330 ann root root :is logged in as",
            ":irc.localhost 671 ann root :nobody can read along between them and the server",
            ":irc.localhost 317 ann root 0 1767225600 :seconds idle, signon time",
            ":irc.localhost 318 ann ROOT :End of /WHOIS list",
            ":irc.localhost 352 ann #lounge ann irc irc.localhost ann H@ :0 Real ann",
            ":irc.localhost 352 ann #lounge bob irc irc.localhost bob H :0 Real bob",
            ":irc.localhost 315 ann #lounge :End of WHO list",
            ":irc.localhost 352 ann * bob irc irc.localhost bob H :0 Real bob",
            ":irc.localhost 315 ann b* :End of WHO list",
            ":irc.localhost 352 ann * root irc irc.localhost root H* :0 Real root",
            ":irc.localhost 315 ann root :End of WHO list",
        ]);
    }

    [Fact]
    public async Task List_ShowsWhatOneMayKnow()
    {
        var (ann, _) = await TwoInChannelAsync();
        await ann.SendAsync("JOIN #den", "MODE #den +s", "TOPIC #lounge :tea");
        await ann.SettleAsync();
        var eve = await _irc.LogInAsync("eve");
        await eve.SendAsync("LIST", "LIST #den");
        (await eve.SettleAsync()).ShouldBe(
        [
            ":irc.localhost 321 eve Channel :Users  Name",
            ":irc.localhost 322 eve #lounge 2 :tea",
            ":irc.localhost 323 eve :End of /LIST",
            ":irc.localhost 321 eve Channel :Users  Name",
            ":irc.localhost 323 eve :End of /LIST",
        ]);
        await eve.SendAsync("NAMES #den", "NAMES", "MODE #den", "LUSERS", "TIME", "VERSION", "MOTD");
        (await eve.SettleAsync()).Select(line => line.Split(' ')[1]).ShouldBe(["366", "366", "403", "251", "252", "254", "255", "265", "266", "391", "351", "005", "005", "422"]);
    }

    [Fact]
    public async Task Names_OfABigChannel_AreFolded()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.SendAsync("JOIN #a");
        await ann.SettleAsync();
        for (var i = 0; i < 60; i++)
        {
            var session = await _irc.Chat.SignOnAsync(new(new("id-bob", "bob"), new("irc", "t"), $"bob_with_a_long_name_{i:D2}", ""), TestContext.Current.CancellationToken);
            await session.JoinAsync("a", cancellationToken: TestContext.Current.CancellationToken);
        }

        await ann.SettleAsync();
        await ann.SendAsync("NAMES #a");
        var lines = await ann.SettleAsync();
        lines.Count.ShouldBeGreaterThan(3);
        lines.SkipLast(1).SelectMany(line => line[(line.LastIndexOf(':') + 1)..].Split(' ')).Count().ShouldBe(61);
    }

    [Fact]
    public async Task StandardReplies_AreForThoseWhoAskedForThem()
    {
        var ann = await _irc.LogInAsync("ann", capabilities: "standard-replies");
        await _irc.Chat.SignOnAsync(new(new("id-bob", "bob"), new("irc", "t"), "bob", ""), TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
        {
            await ann.SendAsync("PRIVMSG eve :x");
            await ann.ReadAsync();
            _irc.Context.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await ann.SendAsync("PRIVMSG eve :x");
        (await ann.ReadAsync()).ShouldStartWith(":irc.localhost FAIL PRIVMSG MAILBOX_FULL eve :");
    }

    private async Task<(IrcClient Ann, IrcClient Bob)> TwoInChannelAsync()
    {
        var ann = await _irc.LogInAsync("ann");
        var bob = await _irc.LogInAsync("bob");
        await ann.SendAsync("JOIN #lounge");
        await ann.SettleAsync();
        await bob.SendAsync("JOIN #lounge");
        await bob.SettleAsync();
        (await ann.SettleAsync()).ShouldBe([":bob!bob@irc JOIN #lounge"]);
        return (ann, bob);
    }

    private sealed class LinesBot : IChatBot
    {
        public string Name => "prompt";

        public string Description => "Says it again";

        public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) =>
            reply.SendAsync($"you said\n{message.Text}", cancellationToken).AsTask();
    }
}
