using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>The shell and the prompt as OpenSSH's client reaches them in a real daemon.</summary>
public sealed class SshShellTests
{
    [Fact]
    public async Task Ssh_RunsPanelsAndThePrompt_WithTheirExitCodes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ssh"), "There is no ssh on this machine: apt-get install openssh-client.");
        await using var daemon = new TestDaemon();
        await daemon.AddUsersAsync();
        await daemon.DoAsync("start", "--endpoint", "ssh=tcp://127.0.0.1:0", "--endpoint", "irc=", "--endpoint", "http=");
        var port = (await daemon.GetStatusAsync()).AddressOf("ssh", "tcp").Port;

        var list = await SshAsync(daemon, port, "ann", TestDaemon.AnnsPassword, "user", "list", "--json");
        list.Code.ShouldBe(0, list.Error);
        using (var json = JsonDocument.Parse(list.Output)) json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()).ShouldBe(["ann", "bob"]);

        var answer = await SshAsync(daemon, port, "ann", TestDaemon.AnnsPassword, "prompt -e Users.Count()");
        (answer.Code, answer.Output.Trim()).ShouldBe((0, "2"), answer.Error);
        (await SshAsync(daemon, port, "ann", TestDaemon.AnnsPassword, "plugin why irrc")).Code.ShouldBe(1);
        (await SshAsync(daemon, port, "ann", TestDaemon.AnnsPassword, "nonsense")).Code.ShouldBe(64);
        var refused = await SshAsync(daemon, port, "bob", TestDaemon.BobsPassword, "prompt -e Users.Count()");
        refused.Code.ShouldBe(64, refused.Output);
        refused.Error.ShouldContain("no command 'prompt'", Case.Sensitive, "to whom it is not permitted it is not there");
        (await SshAsync(daemon, port, "bob", TestDaemon.BobsPassword, "user remove ann --yes")).Code.ShouldNotBe(0);
        (await daemon.DoAsync("user", "list")).ShouldContain("ann");
        (await SshAsync(daemon, port, "ann", "a wrong one", "help")).Code.ShouldBe(255);
    }

    private static async Task<CommandResult> SshAsync(TestDaemon daemon, int port, string user, string password, params string[] command)
    {
        var asking = daemon.Aside("askpass");
        await File.WriteAllTextAsync(asking, $"#!/bin/sh\necho '{password}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(asking, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        var info = new ProcessStartInfo("ssh",
        [
            "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "NumberOfPasswordPrompts=1",
            "-o", "PreferredAuthentications=password", "-p", port.ToString(CultureInfo.InvariantCulture), $"{user}@127.0.0.1", .. command,
        ]);
        (info.Environment["SSH_ASKPASS"], info.Environment["SSH_ASKPASS_REQUIRE"]) = (asking, "force");
        return await ExternalProgram.RunAsync(info, null);
    }
}
