using System.Text;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;

namespace PluginFramework.Irc.Tests;

public sealed class IrcRegistrationTests : IAsyncDisposable
{
    private readonly IrcFixture _irc = new();

    public ValueTask DisposeAsync() => _irc.DisposeAsync();

    [Fact]
    [Trait("RFC", "2812 §3.1")]
    public async Task Registration_WithAccountAndPassword_IsGreeted()
    {
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:secret", "NICK ann", "USER a 0 * :Ann Example");
        var lines = await client.ReadUntilAsync(" 422 ");
        lines[0].ShouldBe(":irc.localhost 001 ann :Welcome to the PluginHost network, ann!ann@irc");
        lines.Select(line => line.Split(' ')[1]).ShouldBe(["001", "002", "003", "004", "005", "005", "251", "252", "254", "255", "265", "266", "422"]);
        var support = string.Join(' ', lines.Where(line => line.Contains(" 005 ", StringComparison.Ordinal)));
        foreach (var token in new[] { "CASEMAPPING=ascii", "CHANTYPES=#", "PREFIX=(ov)@+", "CHANMODES=b,k,l,imnst", "NICKLEN=64", "CHANNELLEN=51", "TOPICLEN=390", "NETWORK=PluginHost", "UTF8ONLY", "LINELEN=512", "MODES=6", "TARGMAX=" })
            support.ShouldContain($" {token}");
    }

    [Theory]
    [InlineData("PASS secret", "NICK ann", "USER a 0 * :A")]
    [InlineData("NICK ann", "USER a 0 * :A", null)]
    public async Task Registration_WithPlainPassword_IsForTheAccountOfTheNickname(string first, string second, string? third)
    {
        var client = _irc.Connect();
        await client.SendAsync(third is null ? [first, second] : [first, second, third]);
        if (third is null)
        {
            await client.ExpectAsync(":irc.localhost 464 * :Password required: use SASL, or set the server password to account:password");
            await client.ExpectClosedAsync("authentication required");
        }
        else
        {
            (await client.ReadAsync()).ShouldContain(" 001 ann ");
        }
    }

    [Theory]
    [InlineData(AuthenticationFailure.InvalidCredentials, "Account or password incorrect")]
    [InlineData(AuthenticationFailure.Throttled, "Too many login attempts; try again in 7 s")]
    [InlineData(AuthenticationFailure.PrivacyRequired, "A password may not travel in clear; connect with TLS")]
    [InlineData(AuthenticationFailure.ProtocolNotAllowed, "This account may not use IRC; ask the operator")]
    public async Task Registration_ThatIsRefused_SaysWhyAndCloses(AuthenticationFailure failure, string text)
    {
        _irc.Authenticator.Answer = new AuthenticationResult.Refused(failure, TimeSpan.FromSeconds(6.5));
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:wrong", "NICK ann", "USER a 0 * :A");
        await client.ExpectAsync($":irc.localhost 464 * :{text}");
        await client.ExpectClosedAsync("authentication failed");
    }

    [Fact]
    public async Task Registration_SaysWhoUsesTheConnection()
    {
        var client = _irc.Connect();
        client.Connection.Principal.ShouldBeNull();
        await client.SendAsync("PASS ann:secret", "NICK anna", "USER a 0 * :A");
        await client.ReadUntilAsync(" 422 ");
        client.Connection.Principal!.UserName.ShouldBe("ann");
    }

    [Fact]
    public async Task Registration_TellsTheAuthenticatorWhoConnects()
    {
        var client = _irc.Connect();
        client.Connection.IsEncrypted = true;
        await client.SendAsync("PASS ann:sec:ret", "NICK ann", "USER a 0 * :A");
        await client.ReadUntilAsync(" 464 ");
        var (credential, info) = _irc.Authenticator.Asked.ShouldHaveSingleItem();
        credential.ShouldBe(new PasswordCredential("ann", "sec:ret"));
        (info.Protocol, info.RemoteAddress, info.IsLocal).ShouldBe(("irc", "127.0.0.1", true));
    }

    [Fact]
    public async Task Registration_WithATakenNickname_GoesOnWithAnother()
    {
        await _irc.LogInAsync("ann");
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:secret", "NICK ann", "USER a 0 * :A");
        await client.ExpectAsync(":irc.localhost 433 * ann :Nickname is already in use");
        await client.SendAsync("NICK bob");
        await client.ExpectAsync(":irc.localhost 433 * bob :Nickname is the name of another user's account");
        await client.SendAsync("NICK #x");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 432 * #x :");
        await client.SendAsync("NICK ann_");
        (await client.ReadAsync()).ShouldContain(" 001 ann_ ");
        _irc.Authenticator.Asked.Count.ShouldBe(2, "the login stands while the nickname changes");
    }

    [Fact]
    public async Task Cap_HoldsRegistrationBackUntilEnd()
    {
        var client = _irc.Connect();
        await client.SendAsync("CAP LS 302", "PASS ann:secret", "NICK ann", "USER a 0 * :A", "PING x");
        await client.ExpectAsync(
            ":irc.localhost CAP * LS :account-tag away-notify cap-notify echo-message extended-join multi-prefix sasl=PLAIN server-time standard-replies userhost-in-names",
            ":irc.localhost PONG irc.localhost :x");
        await client.SendAsync("CAP REQ :server-time frobnicate", "CAP REQ :multi-prefix away-notify", "CAP REQ :-away-notify", "CAP LIST", "CAP FROB");
        await client.ExpectAsync(
            ":irc.localhost CAP * NAK :server-time frobnicate",
            ":irc.localhost CAP * ACK :multi-prefix away-notify",
            ":irc.localhost CAP * ACK :-away-notify",
            ":irc.localhost CAP * LIST :cap-notify multi-prefix");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 410 * FROB :");
        await client.SendAsync("CAP END");
        (await client.ReadAsync()).ShouldContain(" 001 ann ");
    }

    [Fact]
    public async Task Cap_WhenMechanismsComeAndGo_TellsThoseWhoWantToKnow()
    {
        var ann = await _irc.LogInAsync("ann", capabilities: "cap-notify");
        var eve = await _irc.LogInAsync("eve");
        var bob = _irc.Connect();
        await bob.SendAsync("CAP LS 302", "CAP REQ :sasl");
        await bob.ReadUntilAsync("ACK");

        _irc.Mechanisms.Add(new FakeSaslMechanism(_irc.Authenticator, "MIRROR"));
        await ann.ExpectAsync(":irc.localhost CAP ann NEW :sasl");
        await bob.ExpectAsync(":irc.localhost CAP * NEW :sasl=PLAIN,MIRROR");
        foreach (var mechanism in _irc.Mechanisms.Current) _irc.Mechanisms.Remove(mechanism.Value);
        (await bob.ReadUntilAsync("DEL"))[^1].ShouldBe(":irc.localhost CAP * DEL :sasl");
        await bob.SendAsync("CAP LIST", "CAP REQ :sasl", "CAP REQ :-sasl");
        await bob.ExpectAsync(":irc.localhost CAP * LIST :cap-notify", ":irc.localhost CAP * NAK :sasl", ":irc.localhost CAP * ACK :-sasl");
        (await eve.SettleAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cap_NotifyThatCameWithTheVersion_CannotBeGivenBack()
    {
        var bob = _irc.Connect();
        await bob.SendAsync("CAP REQ :cap-notify", "CAP REQ :-cap-notify", "CAP LS 302", "CAP REQ :cap-notify", "CAP REQ :-cap-notify");
        (await bob.SettleAsync()).Select(line => line.Split(' ')[3]).ShouldBe(["ACK", "ACK", "LS", "ACK", "NAK"]);
    }

    [Fact]
    public async Task Cap_EndDuringSasl_AbortsIt()
    {
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:secret", "CAP REQ :sasl", "NICK ann", "USER a 0 * :A", "AUTHENTICATE PLAIN", "CAP END");
        await client.ReadUntilAsync("AUTHENTICATE +");
        await client.ExpectAsync(":irc.localhost 906 * :SASL authentication aborted");
        (await client.ReadAsync()).ShouldContain(" 001 ann ");
    }

    [Theory]
    [InlineData("USER a 0 * :")]
    [InlineData("PASS :")]
    [InlineData("CAP :")]
    public async Task Registration_WithAnEmptyParameter_Is461(string line)
    {
        var client = _irc.Connect();
        await client.SendAsync(line);
        (await client.ReadAsync()).ShouldStartWith($":irc.localhost 461 * {line.Split(' ')[0]} :");
    }

    [Theory]
    [InlineData("9bad")]
    [InlineData("-bad")]
    [Trait("RFC", "2812 §2.3.1")]
    public async Task Nick_WithAWrongFirstCharacter_Is432(string nickname)
    {
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:secret", $"NICK {nickname}", "USER a 0 * :A");
        (await client.ReadAsync()).ShouldStartWith($":irc.localhost 432 * {nickname} :");
        await client.SendAsync("NICK ann");
        await client.ReadUntilAsync(" 422 ");
        await client.SendAsync($"NICK {nickname}");
        (await client.ReadAsync()).ShouldStartWith($":irc.localhost 432 ann {nickname} :");
    }

    [Fact]
    public async Task Nick_ThatIsTheAccounts_MayBeginWithADigit()
    {
        _irc.Users.Add("7of9");
        var client = await _irc.LogInAsync("7of9");
        await client.SendAsync("NICK 7up");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 432 7of9 7up :");
    }

    [Fact]
    public async Task Cap_WithoutVersion_HasNoValuesAndWithoutMechanismsNoSasl()
    {
        var client = _irc.Connect();
        await client.SendAsync("CAP LS");
        (await client.ReadAsync()).ShouldContain(" sasl ");
        _irc.Plain.Available = false;
        await client.SendAsync("CAP LS 302");
        (await client.ReadAsync()).ShouldNotContain("sasl");
    }

    [Fact]
    public async Task Sasl_WithRightPassword_LogsIn()
    {
        var client = _irc.Connect();
        await client.SendAsync("CAP REQ :sasl", "NICK ann", "USER a 0 * :A", "AUTHENTICATE PLAIN");
        await client.ExpectAsync(":irc.localhost CAP * ACK :sasl", "AUTHENTICATE +");
        await client.SendAsync($"AUTHENTICATE {Plain("ann", "secret")}");
        await client.ExpectAsync(
            ":irc.localhost 900 * *!ann@irc ann :You are now logged in as ann",
            ":irc.localhost 903 * :SASL authentication successful");
        await client.SendAsync("AUTHENTICATE PLAIN", "CAP END");
        await client.ExpectAsync(":irc.localhost 907 * :You have already authenticated");
        (await client.ReadAsync()).ShouldContain(" 001 ann ");
    }

    [Fact]
    public async Task Sasl_ThatFails_MayBeTriedAgainAFewTimes()
    {
        var client = _irc.Connect();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("AUTHENTICATE PLAIN", $"AUTHENTICATE {Plain("ann", "wrong")}");
            await client.ExpectAsync("AUTHENTICATE +", ":irc.localhost 904 * :SASL authentication failed: Account or password incorrect");
        }

        await client.ExpectClosedAsync("authentication failed too often");
    }

    [Fact]
    public async Task Sasl_ThatFails_DoesNotLetRegister()
    {
        var client = _irc.Connect();
        await client.SendAsync("CAP REQ :sasl", "NICK ann", "USER a 0 * :A", "AUTHENTICATE PLAIN", "AUTHENTICATE !!!", "CAP END");
        await client.ReadUntilAsync(" 904 * :SASL message is not base64");
        await client.ReadUntilAsync(" 464 ");
        await client.ExpectClosedAsync("authentication required");
    }

    [Fact]
    public async Task Sasl_Aborted_Unknown_AndTooLong_AreAnswered()
    {
        var client = _irc.Connect();
        await client.SendAsync("AUTHENTICATE PLAIN", "AUTHENTICATE *", "AUTHENTICATE FROB", "AUTHENTICATE PLAIN", $"AUTHENTICATE {new string('A', 401)}");
        await client.ExpectAsync(
            "AUTHENTICATE +",
            ":irc.localhost 906 * :SASL authentication aborted",
            ":irc.localhost 908 * PLAIN :are available SASL mechanisms",
            ":irc.localhost 904 * :SASL authentication failed: no such mechanism",
            "AUTHENTICATE +",
            ":irc.localhost 905 * :SASL message too long");
        await client.SendAsync([.. Enumerable.Repeat($"AUTHENTICATE {new string('A', 400)}", 42).Prepend("AUTHENTICATE PLAIN")]);
        await client.ExpectAsync("AUTHENTICATE +", ":irc.localhost 905 * :SASL message too long");
    }

    [Theory]
    [InlineData(399)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(800)]
    public async Task Sasl_MessagesOfManyPieces_AreJoinedAndCut(int length)
    {
        var octets = Enumerable.Range(0, length / 4 * 3).Select(i => (byte)i).ToArray();
        var received = new List<byte[]>();
        _irc.Mechanisms.Add(new FakeSaslMechanism(_irc.Authenticator, "MIRROR")
        {
            Script = response =>
            {
                if (response is { } message) received.Add(message.ToArray());
                return new SaslStep.Challenge(response ?? default);
            },
        });
        var text = Convert.ToBase64String(octets);
        var pieces = text.Chunk(400).Select(piece => $"AUTHENTICATE {new string(piece)}").ToList();
        if (text.Length % 400 == 0) pieces.Add("AUTHENTICATE +");
        var client = _irc.Connect();
        await client.SendAsync("AUTHENTICATE MIRROR");
        await client.ExpectAsync("AUTHENTICATE +");
        await client.SendAsync([.. pieces]);
        await client.ExpectAsync([.. pieces]);
        received.ShouldHaveSingleItem().ShouldBe(octets);
    }

    [Fact]
    public async Task MessageOfTheDay_IsShownLineByLine()
    {
        await using var irc = new IrcFixture(new IrcOptions { MessageOfTheDay = "one\ntwo" });
        var client = irc.Connect();
        await client.SendAsync("PASS ann:secret", "NICK ann", "USER a 0 * :A");
        (await client.ReadUntilAsync(" 376 ")).TakeLast(4).ShouldBe(
        [
            ":irc.localhost 375 ann :- irc.localhost Message of the day -",
            ":irc.localhost 372 ann :- one",
            ":irc.localhost 372 ann :- two",
            ":irc.localhost 376 ann :End of /MOTD command",
        ]);
    }

    [Fact]
    public void Validate_OfOptionsOutOfRange_NamesEachProperty()
    {
        new IrcOptions().Validate().ShouldBeEmpty();
        var options = new IrcOptions
        {
            ServerName = "x y", NetworkName = "", RegistrationTimeout = TimeSpan.Zero, PingInterval = TimeSpan.Zero, PingTimeout = TimeSpan.Zero,
            CommandTimeout = TimeSpan.Zero, FloodBurst = 0, FloodPerSecond = 0, MaxBacklogOctets = 0, MaxTargets = 0, MaxFailedLogins = 0,
            MessageOfTheDay = new string('x', 70000),
        };
        options.Validate().Select(problem => problem.Split(' ')[0]).ShouldBe(typeof(IrcOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
    }

    private static string Plain(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
}
