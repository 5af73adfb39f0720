using System.Text;

namespace PluginFramework.Irc.Tests;

/// <summary>What a client should not send, or sends in a way nobody expects.</summary>
public sealed class IrcBadInputTests : IAsyncDisposable
{
    private readonly IrcFixture _irc = new();

    public ValueTask DisposeAsync() => _irc.DisposeAsync();

    [Theory]
    [InlineData("", 510, true)]
    [InlineData("", 511, false)]
    [InlineData("@a=b ", 510, true)]
    [InlineData("@a=b ", 511, false)]
    [Trait("RFC", "2812 §2.3")]
    public async Task Line_OfLength_IsTakenOrRefusedWith417(string tags, int octets, bool isTaken)
    {
        var client = await _irc.LogInAsync("ann");
        var line = "PING :" + new string('x', octets - 6);
        await client.SendAsync(tags + line, "PING end");
        var answer = await client.ReadAsync();
        if (isTaken) answer.ShouldStartWith(":irc.localhost PONG irc.localhost :xxx");
        else answer.ShouldBe(":irc.localhost 417 ann :Input line was too long; 512 octets with CRLF, and 8191 of tags, are accepted");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :end");
    }

    [Theory]
    [InlineData(8191, true)]
    [InlineData(8192, false)]
    public async Task Tags_OfLength_AreTakenOrRefusedWith417(int octets, bool isTaken)
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync($"@{new string('t', octets - 2)} PING a", "PING b");
        if (!isTaken) (await client.ReadAsync()).ShouldStartWith(":irc.localhost 417 ann :");
        else await client.ExpectAsync(":irc.localhost PONG irc.localhost :a");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :b");
    }

    [Theory]
    [InlineData("standard-replies", ":irc.localhost FAIL * INVALID_MESSAGE :Message rejected: it has a NUL character")]
    [InlineData("", ":irc.localhost NOTICE ann :*** Message rejected: it has a NUL character")]
    public async Task Nul_IsRefusedInWords(string capabilities, string answer)
    {
        var client = await _irc.LogInAsync("ann", capabilities: capabilities);
        await client.SendAsync("PRIVMSG ann :a\0b");
        await client.ExpectAsync(answer);
        (await client.SettleAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(new byte[] { 0xFC })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public async Task Octets_ThatAreNotUtf8_AreRefused_BeforeAndAfterLogin(byte[] octets)
    {
        var client = _irc.Connect();
        await client.SendAsync([.. "USER a 0 * :"u8, .. octets, .. "\r\n"u8]);
        await client.ExpectAsync(":irc.localhost FAIL * INVALID_UTF8 :Message rejected: it is not UTF-8, which is all this server accepts");
        client = await _irc.LogInAsync("ann");
        await client.SendAsync([.. "PRIVMSG ann :"u8, .. octets, .. "\r\n"u8]);
        await client.ExpectAsync(":irc.localhost FAIL * INVALID_UTF8 :Message rejected: it is not UTF-8, which is all this server accepts");
        (await client.SettleAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CarriageReturn_Alone_EndsALine_SoThatNothingIsSmuggled()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync("PRIVMSG ann :one\rPING two\nPING three"u8.ToArray());
        await client.ExpectAsync(":ann!ann@irc PRIVMSG ann :one", ":irc.localhost PONG irc.localhost :two");
        await client.SendAsync("\r"u8.ToArray());
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :three");
    }

    [Fact]
    public async Task Lines_WithNothingInThem_AreIgnored()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync("\r\n\r\n\n\n\r\r   \r\n@tag\r\n:source\r\n@tag :source \r\n"u8.ToArray());
        (await client.SettleAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Octets_OneByOne_AreTheSameSession()
    {
        var client = _irc.Connect();
        var said = Encoding.UTF8.GetBytes("PASS ann:secret\r\nNICK ann\r\nUSER a 0 * :Ann\r\nJOIN #café\r\nPRIVMSG ann :grüß 😀\r\n");
        foreach (var octet in said) await client.SendAsync([octet]);
        (await client.ReadUntilAsync(" 422 "))[0].ShouldContain(" 001 ann ");
        await client.ExpectAsync(
            ":ann!ann@irc JOIN #café",
            ":irc.localhost 353 ann = #café :@ann",
            ":irc.localhost 366 ann #café :End of /NAMES list",
            ":ann!ann@irc PRIVMSG ann :grüß 😀");
    }

    [Fact]
    public async Task LineTooLong_OneByOne_IsRefusedOnce()
    {
        var client = await _irc.LogInAsync("ann");
        foreach (var octet in Encoding.UTF8.GetBytes($"PING {new string('x', 700)}\r\nPING end\r\n")) await client.SendAsync([octet]);
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 417 ann :");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :end");
    }
}
