using System.Diagnostics;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>Clients and tools in Python: asyncssh, paramiko and ssh-audit.</summary>
public sealed class PythonTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData(1, 100)]
    [InlineData(100, 1)]
    public async Task AsyncSsh_WithAHundredSessions_GetsEachItsOwn(int connections, int sessions)
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { MaxChannels = 100 });

        var (code, output) = await RunAsync("asyncssh", """
            import asyncio, asyncssh, sys
            port, connections, sessions = (int(word) for word in sys.argv[1:])
            async def talk(connection, number):
                process = await connection.create_process('cat', encoding=None)
                sent = (b'%d ' % number) * 5000
                process.stdin.write(sent); process.stdin.write_eof()
                got = await process.stdout.read()
                await process.wait()
                assert got == sent, len(got)
            async def connect(first):
                async with asyncssh.connect('127.0.0.1', port, username='ann', password='secret', known_hosts=None, config=None, client_keys=None) as connection:
                    await asyncio.gather(*(talk(connection, first + i) for i in range(sessions)))
            async def main():
                await asyncio.gather(*(connect(i * sessions) for i in range(connections)))
            asyncio.run(main())
            print('all well')
            """, server.Port, connections, sessions);

        code.ShouldBe(0, output + server.Log);
        output.ShouldContain("all well");
    }

    [Fact]
    public async Task Paramiko_LogsInAndRunsACommand()
    {
        await using var server = await SshFixture.StartAsync();

        var (code, output) = await RunAsync("paramiko", """
            import paramiko, sys
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect('127.0.0.1', int(sys.argv[1]), 'ann', 'secret', look_for_keys=False, allow_agent=False)
            stdin, stdout, stderr = client.exec_command('fail 4')
            print(stdout.channel.recv_exit_status(), stderr.read())
            client.close()
            """, server.Port);

        code.ShouldBe(0, output + server.Log);
        output.ShouldContain("4 b'failed\\n'");
    }

    [Fact]
    public async Task Paramiko_ThatTriesAKeyFirst_LogsInByPassword()
    {
        await using var server = await SshFixture.StartAsync();

        var (code, output) = await RunAsync("paramiko", """
            import paramiko, sys
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect('127.0.0.1', int(sys.argv[1]), 'ann', 'secret', pkey=paramiko.ECDSAKey.generate(), look_for_keys=False, allow_agent=False)
            print(client.exec_command('whoami')[1].read())
            client.close()
            """, server.Port);

        code.ShouldBe(0, output + server.Log);
        output.ShouldContain("b'ann ssh True\\n'");
    }

    [Fact]
    public async Task SshAudit_FindsNothingToSay()
    {
        await using var server = await SshFixture.StartAsync();
        Assert.SkipWhen(OpenSsh.Find("ssh-audit") is null, "ssh-audit is not installed.");
        using var process = Process.Start(new ProcessStartInfo(OpenSsh.Find("ssh-audit")!, ["--no-colors", "-p", $"{server.Port}", "127.0.0.1"]) { RedirectStandardOutput = true })!;

        var output = await process.StandardOutput.ReadToEndAsync(SshFixture.Token);
        await process.WaitForExitAsync(SshFixture.Token);

        // Older releases warn of what came after them (ML-KEM) and of sntrup761, which OpenSSH prefers since 9.0.
        string[] outdated = ["unknown algorithm", "using experimental algorithm"];
        output.ShouldContain("(kex) curve25519-sha256");
        var findings = output.Split('\n').Where(line => line.Contains("[fail]") || (line.Contains("[warn]") && !outdated.Any(line.Contains))).ToArray();
        findings.ShouldBeEmpty(output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string module, string script, params int[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), "Python is not installed.");
        using var check = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", "-c", $"import {module}"]) { RedirectStandardError = true })!;
        await check.WaitForExitAsync(SshFixture.Token);
        Assert.SkipWhen(check.ExitCode != 0, $"{module} is not installed for {Python}.");
        using var process = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", "-c", script, .. arguments.Select(argument => $"{argument}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(SshFixture.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(100));
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output + await error);
    }
}
