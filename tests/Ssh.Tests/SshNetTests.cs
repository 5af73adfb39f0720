using System.Security.Cryptography;
using PluginFramework.Ssh.Tests.Support;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace PluginFramework.Ssh.Tests;

/// <summary>A client in .NET, with an implementation of its own of all below.</summary>
public sealed class SshNetTests
{
    [Theory]
    [InlineData("mlkem768x25519-sha256")]
    [InlineData("sntrup761x25519-sha512")]
    [InlineData("sntrup761x25519-sha512@openssh.com")]
    [InlineData("curve25519-sha256")]
    [InlineData("diffie-hellman-group16-sha512")]
    public async Task SshNet_WithEachMethodOfKeyExchange_RunsACommand(string method)
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { KeyExchangeAlgorithms = [method] });
        using var client = await ConnectAsync(server);

        using var command = client.CreateCommand("fail 9");
        await command.ExecuteAsync(SshFixture.Token);

        command.ExitStatus.ShouldBe(9);
        command.Error.ShouldBe("failed\n");
        client.ConnectionInfo.CurrentKeyExchangeAlgorithm.ShouldBe(method.Replace("sha512@openssh.com", "sha512")); // it has one name for both;
    }

    [Fact]
    public async Task SshNet_WithWrongPassword_IsRefused()
    {
        await using var server = await SshFixture.StartAsync();
        using var client = new SshClient("127.0.0.1", server.Port, "ann", "wrong");

        await Should.ThrowAsync<SshAuthenticationException>(() => client.ConnectAsync(SshFixture.Token));
    }

    [Fact]
    public async Task SshNet_WithKeyboardInteractive_AnswersPasswordAndCode()
    {
        await using var server = await SshFixture.StartAsync();
        server.Logins.Add("eve", code: "424242");
        using var method = new KeyboardInteractiveAuthenticationMethod("eve");
        method.AuthenticationPrompt += (_, asked) =>
        {
            foreach (var prompt in asked.Prompts) prompt.Response = prompt.Request.Contains("Code") ? "424242" : "secret";
        };
        using var client = new SshClient(new ConnectionInfo("127.0.0.1", server.Port, "eve", method));

        await client.ConnectAsync(SshFixture.Token);

        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task SshNet_ThatChangesItsWindow_IsHeard()
    {
        await using var server = await SshFixture.StartAsync();
        using var client = await ConnectAsync(server);
        using var stream = client.CreateShellStream("xterm-256color", 100, 30, 0, 0, 4096);
        await server.EventuallyAsync(() => !server.Shell.Sessions.IsEmpty);
        server.Shell.Sessions.TryPeek(out var session).ShouldBeTrue();
        var terminal = session.Terminal.ShouldNotBeNull();
        var resized = new TaskCompletionSource();
        terminal.Resized += () => resized.TrySetResult();
        (terminal.Type, terminal.Size.Columns, terminal.Size.Rows).ShouldBe(("xterm-256color", 100, 30));

        stream.ChangeWindowSize(120, 40, 0, 0);

        await resized.Task.WaitAsync(TimeSpan.FromSeconds(20), SshFixture.Token);
        (terminal.Size.Columns, terminal.Size.Rows).ShouldBe((120, 40));
    }

    [Fact]
    public async Task SshNet_ThatSendsASignal_IsHeard()
    {
        await using var server = await SshFixture.StartAsync();
        using var client = await ConnectAsync(server);
        using var command = client.CreateCommand("wait");
        var running = command.ExecuteAsync(SshFixture.Token);
        await server.EventuallyAsync(() => !server.Shell.Sessions.IsEmpty);

        command.CancelAsync(forceKill: false);

        await server.EventuallyAsync(() => server.Shell.Signals.Contains("TERM"));
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task SshNet_ThatSendsMuch_LosesNothing()
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { WindowOctets = 65536, RekeyOctets = 1 << 20 });
        using var client = await ConnectAsync(server);
        var data = RandomNumberGenerator.GetBytes(5_000_000);
        using var command = client.CreateCommand("hash");
        var running = command.ExecuteAsync(SshFixture.Token);
        await using (var input = command.CreateInputStream()) await input.WriteAsync(data, SshFixture.Token);

        await running;

        command.Result.Trim().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(data)));
    }

    [Fact]
    public async Task SshNet_WithManyCommandsAtOnce_SharesAConnection()
    {
        await using var server = await SshFixture.StartAsync();
        using var client = await ConnectAsync(server);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var command = client.CreateCommand($"echo {i}");
            await command.ExecuteAsync(SshFixture.Token);
            return command.Result.Trim();
        }));

        results.ShouldBe(Enumerable.Range(0, 8).Select(i => $"{i}"));
    }

    private static async Task<SshClient> ConnectAsync(SshFixture server)
    {
        var client = new SshClient("127.0.0.1", server.Port, "ann", "secret");
        await client.ConnectAsync(SshFixture.Token);
        return client;
    }
}
