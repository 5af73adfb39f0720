using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>Users' certificates as ssh-keygen signs them.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Certificate_OfATrustedAuthority_LogsItsPrincipalIn(string type)
    {
        await using var kit = await Kit.StartAsync(type);

        var run = await kit.RunAsync("bob", "-n", "bob,other");

        run.ExitCode.ShouldBe(0, run.Error + kit.Server.Log);
        run.Text.ShouldBe("bob ssh True\n");
        kit.Server.Logins.Asked.ShouldHaveSingleItem().Credential.ShouldBeOfType<SshCertificateCredential>().KeyId.ShouldBe("the-id");
    }

    [Theory]
    [InlineData("another principal", "-n", "ann")]
    [InlineData("none")]
    [InlineData("not good yet", "-n", "bob", "-V", "+1d:+2d")]
    [InlineData("not good any more", "-n", "bob", "-V", "20200101:20200102")]
    [InlineData("another address", "-n", "bob", "-O", "source-address=192.0.2.0/24")]
    [InlineData("an unknown option", "-n", "bob", "-O", "critical:unknown@example.org=1")]
    [InlineData("a host's", "-n", "bob", "-h")]
    public async Task Certificate_ThatIsNotGood_IsRefused(string why, params string[] arguments)
    {
        await using var kit = await Kit.StartAsync("ed25519");

        var run = await kit.RunAsync("bob", arguments);

        run.ExitCode.ShouldBe(255, why);
        run.Error.ShouldContain("Permission denied");
        kit.Server.Logins.Asked.ShouldBeEmpty(why);
    }

    [Fact]
    public async Task Certificate_OfAnAuthorityNobodyTrusts_IsRefused()
    {
        await using var kit = await Kit.StartAsync("ed25519", isTrusted: false);

        (await kit.RunAsync("bob", "-n", "bob")).ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task Certificate_WithForcedCommandAndAddress_IsHonoured()
    {
        await using var kit = await Kit.StartAsync("ed25519");

        var run = await kit.RunAsync("bob", "-n", "bob", "-O", "force-command=env", "-O", "source-address=127.0.0.0/8");

        run.ExitCode.ShouldBe(0, run.Error + kit.Server.Log);
        run.Text.ShouldBe("SSH_ORIGINAL_COMMAND=whoami\n");
    }

    [Fact]
    public async Task Certificate_WithoutLeaveForATerminal_GetsNone()
    {
        await using var kit = await Kit.StartAsync("ed25519");

        var run = await kit.RunAsync("bob", ["-n", "bob", "-O", "no-pty"], "-tt");

        run.Error.ShouldContain("PTY allocation request failed");
    }

    private sealed class Kit(SshFixture server, OpenSsh ssh, string type) : IAsyncDisposable
    {
        public SshFixture Server => server;

        public static async Task<Kit> StartAsync(string type, bool isTrusted = true)
        {
            var options = new SshOptions();
            var server = await SshFixture.StartAsync(options);
            var ssh = new OpenSsh(server);
            ssh.MakeKey("authority", "-t", type);
            if (isTrusted)
            {
                options.TrustedUserCertificateAuthorities.Add(await File.ReadAllTextAsync(ssh.PathOf("authority") + ".pub", SshFixture.Token));
                await server.DisposeAsync();
                server = await SshFixture.StartAsync(options);
                var another = new OpenSsh(server);
                foreach (var name in new[] { "authority", "authority.pub" }) File.Copy(ssh.PathOf(name), another.PathOf(name));
                ssh.Dispose();
                ssh = another;
            }

            return new(server, ssh, type);
        }

        public Task<SshRun> RunAsync(string user, params string[] signing) => RunAsync(user, signing, "-T");

        public Task<SshRun> RunAsync(string user, string[] signing, string option)
        {
            ssh.MakeKey("user", "-t", type);
            OpenSsh.RunTool("ssh-keygen", ["-q", "-s", ssh.PathOf("authority"), "-I", "the-id", .. signing, ssh.PathOf("user.pub")]);
            return ssh.ExecuteAsync(null, ["-i", ssh.PathOf("user"), option, $"{user}@127.0.0.1", "whoami"]);
        }

        public async ValueTask DisposeAsync()
        {
            ssh.Dispose();
            await server.DisposeAsync();
        }
    }
}
