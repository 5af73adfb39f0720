using System.Text;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>What a client does wrong, octet by octet.</summary>
[Collection<SharedDaemonGroup>]
public sealed class IrcProtocolTests(SharedDaemon shared)
{
    [Fact]
    public async Task WrongPassword_IsRefusedAndTheConnectionEnds()
    {
        await using var client = await shared.ConnectAsync("tcp");
        await client.SendAsync("PASS bob:wrong-password\r\nNICK bob\r\nUSER bob 0 * :Bob");
        await client.Lines.ReadUntilAsync(" 464 ");
        (await client.Lines.ReadToEndAsync()).ShouldStartWith("ERROR :");
    }

    [Fact]
    public async Task WrongSaslPassword_IsRefused()
    {
        await using var client = await shared.ConnectAsync("tls");
        await client.SendAsync("CAP REQ :sasl\r\nNICK bob\r\nUSER bob 0 * :Bob\r\nAUTHENTICATE PLAIN");
        await client.Lines.ReadUntilAsync("AUTHENTICATE +");
        await client.SendAsync($"AUTHENTICATE {Convert.ToBase64String("\0bob\0wrong-password"u8)}");
        (await client.Lines.ReadUntilAsync(" 904 ")).ShouldContain("SASL authentication failed");
    }

    [Fact]
    public async Task LineTooLong_Answers417AndTheSessionGoesOn()
    {
        await using var client = await SignOnAsync();
        await client.SendAsync($"PRIVMSG bob :{new string('x', 600)}");
        (await client.Lines.ReadUntilAsync(" 417 ")).ShouldContain("Input line was too long");
        await ShouldServeAsync(client);
    }

    [Fact]
    public async Task EndlessLine_Answers417AndIsDropped()
    {
        await using var client = await SignOnAsync();
        var piece = new byte[8192];
        Array.Fill(piece, (byte)'x');
        for (var sent = 0; sent < 1024 * 1024; sent += piece.Length) await client.SendAsync(piece);
        await client.SendAsync("");
        await client.Lines.ReadUntilAsync(" 417 ");
        await ShouldServeAsync(client);
    }

    [Fact]
    public async Task LineThatIsNotUtf8_IsRefusedInWords()
    {
        await using var client = await SignOnAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes("PRIVMSG bob :caf\u00e9\r\n"));
        (await client.Lines.ReadUntilAsync("INVALID_UTF8")).ShouldContain("not UTF-8");
        await ShouldServeAsync(client);
    }

    [Fact]
    public async Task UnknownCommand_Answers421()
    {
        await using var client = await SignOnAsync();
        await client.SendAsync("FROBNICATE now");
        (await client.Lines.ReadUntilAsync(" 421 ")).ShouldContain("FROBNICATE :Unknown command");
        await ShouldServeAsync(client);
    }

    [Fact]
    public async Task CommandBeforeLogin_Answers451()
    {
        await using var client = await shared.ConnectAsync("tcp");
        await client.SendAsync("JOIN #room");
        await client.Lines.ReadUntilAsync(" 451 ");
    }

    private async Task<RawClient> SignOnAsync()
    {
        var client = await shared.ConnectAsync("tcp");
        await client.LogInAsync("bob", TestDaemon.BobsPassword, $"bob{Guid.NewGuid():N}"[..12]);
        return client;
    }

    private static async Task ShouldServeAsync(RawClient client)
    {
        await client.SendAsync("PING :still here");
        await client.Lines.ReadUntilAsync("PONG");
    }
}
