using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>The client that everybody has.</summary>
public sealed class OpenSshTests
{
    [Fact]
    public async Task Ssh_WithPassword_RunsACommand()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("whoami");

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("ann ssh True\n");
    }
}
