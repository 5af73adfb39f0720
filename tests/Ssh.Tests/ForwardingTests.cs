using System.Net;
using System.Net.Sockets;
using System.Text;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>Forwarded connections, through OpenSSH's client.</summary>
[Trait("RFC", "4254 §7")]
public sealed class ForwardingTests
{
    private static SshOptions ForOperators => new() { ForwardingRoles = ["operator"] };

    [Fact]
    public async Task LocalForwarding_OfWhoMay_ReachesALoopbackPort()
    {
        await using var server = await StartAsync(ForOperators);
        using var ssh = new OpenSsh(server);
        using var target = new Greeter();

        var run = await ssh.ExecuteAsync("secret", ["-W", $"127.0.0.1:{target.Port}", "op@127.0.0.1"], "you"u8.ToArray());

        run.Text.ShouldBe("hello you", run.Error + server.Log);
    }

    [Theory]
    [InlineData("ann", "127.0.0.1", "Nothing is forwarded for this user")]
    [InlineData("op", "192.0.2.1", "beyond the server itself")]
    public async Task LocalForwarding_OfWhatMayNotBe_IsRefused(string user, string host, string reason)
    {
        await using var server = await StartAsync(ForOperators);
        using var ssh = new OpenSsh(server);
        using var target = new Greeter();

        var run = await ssh.ExecuteAsync("secret", ["-W", $"{host}:{target.Port}", $"{user}@127.0.0.1"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("administratively prohibited");
        run.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task LocalForwarding_ToAPortNobodyListensOn_SaysSo()
    {
        await using var server = await StartAsync(ForOperators);
        using var ssh = new OpenSsh(server);
        int port;
        using (var target = new Greeter()) port = target.Port;

        var run = await ssh.ExecuteAsync("secret", ["-W", $"127.0.0.1:{port}", "op@127.0.0.1"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("ConnectionRefused");
    }

    [Fact]
    public async Task RemoteForwarding_OfWhoMay_BringsConnectionsToTheClient()
    {
        await using var server = await StartAsync(ForOperators);
        using var ssh = new OpenSsh(server);
        using var target = new Greeter();
        using var process = ssh.Start("secret", "-R", $"0:127.0.0.1:{target.Port}", "op@127.0.0.1", "wait");
        (await process.StandardOutput.ReadLineAsync(SshFixture.Token)).ShouldBe("waiting");
        var line = server.Log.Lines.First(line => line.Contains("listened on"));
        var port = int.Parse(line.Split("127.0.0.1:")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => AskAsync(port, $"number {i}")));

        answers.ShouldBe(Enumerable.Range(0, 5).Select(i => $"hello number {i}"));
        process.Kill();
        await process.WaitForExitAsync(SshFixture.Token);
        await server.EventuallyAsync(() => server.Log.Lines.Any(line => line.Contains("closed:")));
        await Should.ThrowAsync<SocketException>(() => AskAsync(port, "anybody"));
    }

    [Fact]
    public async Task RemoteForwarding_OfWhoMayNot_IsRefused()
    {
        await using var server = await StartAsync(ForOperators);
        using var ssh = new OpenSsh(server);

        var run = await ssh.ExecuteAsync("secret", ["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9", "ann@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("forwarding failed");
    }

    [Fact]
    public async Task RemoteForwarding_UsedBeforeTheClientTookTheChannel_EndsTheConnection()
    {
        await using var kit = await SshKit.StartAsync(ForOperators);
        var client = await ConnectAsync(kit);
        await client.SendAsync(new GlobalRequestMessage("tcpip-forward", WantsReply: true, new SshWriter().Text("127.0.0.1").UInt32(0).ToArray()));
        var answer = RequestSuccessMessage.Read(await client.ReadAsync(SshMessageNumber.RequestSuccess)).Data;
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(IPAddress.Loopback, (int)new SshReader(answer).ReadUInt32(), SshFixture.Token);
        var opening = ChannelOpenMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelOpen));

        await client.SendAsync(new ChannelCloseMessage(opening.SenderChannel));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);
        (await visitor.GetStream().ReadAsync(new byte[1], SshFixture.Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Refusals_ThatTheClientHasNotRead_CountAsChannels()
    {
        var options = ForOperators;
        options.MaxChannels = 2;
        options.KeepAliveInterval = TimeSpan.Zero;
        await using var kit = await SshKit.StartAsync(options);
        var client = await ConnectAsync(kit);
        kit.Context.Clock.Advance(TimeSpan.FromHours(1.1));
        var begun = await client.ReadAsync(SshMessageNumber.KeyExchangeInit);

        // No refusal can be sent while keys are exchanged.
        for (var i = 0u; i < 200; i++) await client.SendAsync(new ChannelOpenMessage("direct-tcpip", i, 1000, 1000, new SshWriter().Text("127.0.0.1").UInt32(0).Text("").UInt32(0).ToArray()));
        await client.ExchangeAsync(begun: begun);

        var refusals = new List<ChannelOpenFailureReason>();
        for (var i = 0; i < 200; i++) refusals.Add(ChannelOpenFailureMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelOpenFailure)).Reason);
        refusals.Count(reason => reason == ChannelOpenFailureReason.ConnectFailed).ShouldBe(2);
    }

    private static async Task<RawClient> ConnectAsync(SshKit kit)
    {
        kit.Logins.Add("op", roles: "operator");
        var client = await kit.ConnectAsync(Stage.Authenticating);
        await client.LogInAsync("op");
        return client;
    }

    private static async Task<SshFixture> StartAsync(SshOptions options)
    {
        var server = await SshFixture.StartAsync(options);
        server.Logins.Add("op", roles: "operator");
        return server;
    }

    private static async Task<string> AskAsync(int port, string question)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, SshFixture.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(question), SshFixture.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(SshFixture.Token);
    }
}
