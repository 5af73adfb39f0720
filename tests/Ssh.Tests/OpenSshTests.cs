using System.Security.Cryptography;
using PluginFramework.Identity;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>The client that everybody has.</summary>
public sealed class OpenSshTests
{
    private static SshOptions Everything => new()
    {
        KeyExchangeAlgorithms = [.. SshAlgorithms.AllKeyExchanges],
        HostKeyAlgorithms = [.. SshAlgorithms.AllHostKeys],
    };

    [Fact]
    public async Task Ssh_WithPassword_RunsACommand()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("whoami");

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("ann ssh True\n");
        server.Logins.Asked.ShouldAllBe(asked => asked.Client.IsPrivate);
    }

    [Theory]
    [InlineData("KexAlgorithms", "sntrup761x25519-sha512@openssh.com")]
    [InlineData("KexAlgorithms", "curve25519-sha256")]
    [InlineData("KexAlgorithms", "curve25519-sha256@libssh.org")]
    [InlineData("KexAlgorithms", "ecdh-sha2-nistp256")]
    [InlineData("KexAlgorithms", "ecdh-sha2-nistp384")]
    [InlineData("KexAlgorithms", "ecdh-sha2-nistp521")]
    [InlineData("KexAlgorithms", "diffie-hellman-group16-sha512")]
    [InlineData("KexAlgorithms", "diffie-hellman-group18-sha512")]
    [InlineData("HostKeyAlgorithms", "ssh-ed25519")]
    [InlineData("HostKeyAlgorithms", "ecdsa-sha2-nistp256")]
    [InlineData("HostKeyAlgorithms", "rsa-sha2-512")]
    [InlineData("HostKeyAlgorithms", "rsa-sha2-256")]
    [InlineData("Ciphers", "chacha20-poly1305@openssh.com")]
    [InlineData("Ciphers", "aes256-gcm@openssh.com")]
    [InlineData("Ciphers", "aes128-gcm@openssh.com")]
    [InlineData("Ciphers", "aes256-ctr")]
    [InlineData("Ciphers", "aes192-ctr")]
    [InlineData("Ciphers", "aes128-ctr")]
    [InlineData("MACs", "hmac-sha2-256-etm@openssh.com", "-c", "aes256-ctr")]
    [InlineData("MACs", "hmac-sha2-512-etm@openssh.com", "-c", "aes128-ctr")]
    public async Task Ssh_WithEachAlgorithm_TransfersBothWays(string kind, string name, params string[] more)
    {
        await using var server = await SshFixture.StartAsync(Everything);
        using var ssh = new OpenSsh(server);
        var data = RandomNumberGenerator.GetBytes(300_001);

        var run = await ssh.RunAsync("cat", data, ["-v", "-o", $"{kind}={name}", .. more]);

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Output.ShouldBe(data);
        run.Error.ShouldContain(name);
    }

    [Theory]
    [InlineData("KexAlgorithms", "diffie-hellman-group14-sha1")]
    [InlineData("HostKeyAlgorithms", "ssh-rsa")]
    [InlineData("Ciphers", "aes128-cbc")]
    [InlineData("MACs", "hmac-sha1", "-c", "aes128-ctr")]
    [InlineData("MACs", "hmac-sha2-256", "-c", "aes128-ctr")]
    public async Task Ssh_WithWhatIsNotOffered_IsToldSo(string kind, string name, params string[] more)
    {
        await using var server = await SshFixture.StartAsync(Everything);
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("whoami", ["-o", $"{kind}={name}", .. more]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("no matching");
    }

    [Theory]
    [InlineData("ed25519", "ssh-ed25519", "-t", "ed25519")]
    [InlineData("p256", "ecdsa-sha2-nistp256", "-t", "ecdsa", "-b", "256")]
    [InlineData("p384", "ecdsa-sha2-nistp384", "-t", "ecdsa", "-b", "384")]
    [InlineData("p521", "ecdsa-sha2-nistp521", "-t", "ecdsa", "-b", "521")]
    [InlineData("rsa", "ssh-rsa", "-t", "rsa", "-b", "2048")]
    [InlineData("rsa3072", "ssh-rsa", "-t", "rsa", "-b", "3072")]
    public async Task Ssh_WithEachKindOfKey_LogsIn(string name, string type, params string[] arguments)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        var blob = ssh.MakeKey(name, arguments);
        server.Logins.AddKey("bob", blob);

        var run = await ssh.ExecuteAsync(null, ["-i", ssh.PathOf(name), "bob@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("bob ssh True\n");
        var (credential, _) = server.Logins.Asked.ShouldHaveSingleItem();
        credential.ShouldBeOfType<PublicKeyCredential>().Algorithm.ShouldBe(type);
    }

    [Theory]
    [InlineData("rsa-sha2-256")]
    [InlineData("rsa-sha2-512")]
    public async Task Ssh_WithEachSignatureOfRsa_LogsIn(string algorithm)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        server.Logins.AddKey("bob", ssh.MakeKey("rsa", "-t", "rsa", "-b", "2048"));

        var run = await ssh.ExecuteAsync(null, ["-i", ssh.PathOf("rsa"), "-o", $"PubkeyAcceptedAlgorithms={algorithm}", "bob@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("nobody")]
    public async Task Ssh_WithAKeyThatIsNotTheUsers_IsRefusedAlike(string user)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        server.Logins.AddKey("ann", ssh.MakeKey("key", "-t", "ed25519"));

        var run = await ssh.ExecuteAsync(null, ["-i", ssh.PathOf("key"), $"{user}@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("Permission denied (publickey,password,keyboard-interactive)");
        server.Logins.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ssh_WithManyKeys_FindsTheRightOneAtNoCostInAttempts()
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { MaxAuthenticationAttempts = 1 });
        using var ssh = new OpenSsh(server);
        var keys = Enumerable.Range(0, 5).Select(i => $"key{i}").ToArray();
        foreach (var key in keys) ssh.MakeKey(key, "-t", "ed25519");
        server.Logins.AddKey("bob", ssh.MakeKey("last", "-t", "ed25519"));

        var run = await ssh.ExecuteAsync(null, [.. keys.Append("last").SelectMany(key => new[] { "-i", ssh.PathOf(key) }), "bob@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("keyboard-interactive")]
    public async Task Ssh_WithWrongPassword_IsRefused(string method)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.ExecuteAsync("wrong", ["-o", $"PreferredAuthentications={method}", "ann@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("Permission denied");
    }

    [Theory]
    [InlineData("keyboard-interactive")]
    [InlineData("password,keyboard-interactive")]
    public async Task Ssh_OfUserWithAuthenticatorApp_IsAskedForTheCode(string methods)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        server.Logins.Add("eve", code: "123456");

        var run = await ssh.ExecuteAsync("secret", ["-o", $"PreferredAuthentications={methods}", "eve@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("eve ssh True\n");
    }

    [Fact]
    public async Task Ssh_OfUserWithAuthenticatorApp_IsNotLetInByThePasswordAlone()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        server.Logins.Add("eve", code: "123456");

        var run = await ssh.ExecuteAsync("secret", ["-v", "-o", "PreferredAuthentications=password", "eve@127.0.0.1", "whoami"]);

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("partial success");
    }

    [Fact]
    public async Task Ssh_WhenPasswordsAreNotTaken_IsOfferedKeysOnly()
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { AllowPasswords = false, Banner = "keys only\nhere" });
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("whoami");

        run.ExitCode.ShouldBe(255);
        run.Error.ShouldContain("Permission denied (publickey)");
        run.Error.ReplaceLineEndings("\n").ShouldContain("keys only\nhere");
        server.Logins.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("echo hello world", 0, "hello world\n", "")]
    [InlineData("fail 3", 3, "", "failed\n")]
    [InlineData("nothing", 127, "", "nothing: no such command\n")]
    [InlineData("throw", 70, "", "")]
    [InlineData("zeros 0", 0, "", "")]
    public async Task Ssh_WithACommand_GetsItsOutputAndStatus(string command, int status, string output, string error)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync(command);

        run.ExitCode.ShouldBe(status, run.Error + server.Log);
        run.Text.ShouldBe(output);
        run.Error.ShouldContain(error);
    }

    [Fact]
    public async Task Ssh_WithoutAShellInTheHost_IsToldWhatIsMissing()
    {
        await using var server = await SshFixture.StartAsync(hasShell: false);
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("whoami");

        run.ExitCode.ShouldBe(69);
        run.Error.ShouldContain("This server has no shell");
    }

    [Fact]
    public async Task Ssh_WithTerminal_HasAShell()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.ExecuteAsync("secret", ["-tt", "ann@127.0.0.1"], "hello\rexit 7\r"u8.ToArray());

        run.ExitCode.ShouldBe(7, run.Error + server.Log);
        run.Text.ShouldBe("welcome\r\nHELLO\r\n");
        server.Shell.Sessions.ShouldHaveSingleItem().Terminal.ShouldNotBeNull();
    }

    [Fact]
    public async Task Ssh_WithoutTerminal_FeedsAScript()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.ExecuteAsync("secret", ["-T", "ann@127.0.0.1"], "one\ntwo\n"u8.ToArray());

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("welcome\nONE\nTWO\n");
    }

    [Fact]
    public async Task Ssh_WithVariables_SetsThoseThatAreLetThrough()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);

        var run = await ssh.RunAsync("env", "-o", "SetEnv=LC_TIME=C LD_PRELOAD=/tmp/evil.so LANG=de_DE.UTF-8");

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Text.ShouldBe("LANG=de_DE.UTF-8\nLC_TIME=C\n");
    }

    [Fact]
    public async Task Ssh_ThatAsksForASubsystem_GetsTheOneOfThatName_OrIsRefused()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        server.Subsystems.Add(new EchoSubsystem());

        var run = await ssh.ExecuteAsync("secret", ["-s", "ann@127.0.0.1", "echo"], "through"u8.ToArray());
        var refused = await ssh.ExecuteAsync("secret", ["-s", "ann@127.0.0.1", "sftp"]);
        var notForBob = await ssh.ExecuteAsync("secret", ["-s", "bob@127.0.0.1", "echo"]);

        run.ExitCode.ShouldBe(5, run.Error + server.Log);
        run.Text.ShouldBe("through");
        refused.ExitCode.ShouldBe(255);
        refused.Error.ShouldContain("subsystem request failed");
        notForBob.ExitCode.ShouldBe(255);
    }

    [Theory]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-ctr")]
    public async Task Ssh_ThatChangesKeysAllTheTime_LosesNothing(string cipher)
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        var data = RandomNumberGenerator.GetBytes(12_000_000);

        var run = await ssh.RunAsync("cat", data, "-v", "-c", cipher, "-o", "RekeyLimit=1M");

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Output.AsSpan().SequenceEqual(data).ShouldBeTrue();
        Count(run.Error, "SSH2_MSG_NEWKEYS received").ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Server_WhoseKeysAreWorn_ChangesThemInTheMiddleOfATransfer()
    {
        await using var server = await SshFixture.StartAsync(new SshOptions { RekeyOctets = 1 << 20 });
        using var ssh = new OpenSsh(server);
        var data = RandomNumberGenerator.GetBytes(12_000_000);

        var run = await ssh.RunAsync("cat", data, "-v");

        run.ExitCode.ShouldBe(0, run.Error + server.Log);
        run.Output.AsSpan().SequenceEqual(data).ShouldBeTrue();
        Count(run.Error, "SSH2_MSG_NEWKEYS received").ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Ssh_WithMoreThanOneSession_SharesAConnection()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        var socket = ssh.PathOf("mux");
        using var master = ssh.Start("secret", "-M", "-S", socket, "-N", "ann@127.0.0.1");
        for (var i = 0; !File.Exists(socket) && i < 500; i++) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, SshFixture.Token);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ssh.ExecuteAsync(null, ["-S", socket, "ann@127.0.0.1", $"echo {i}"])));

        runs.Select(run => run.Text.Trim()).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"));
        server.Logins.Asked.Count.ShouldBe(1);
        master.Kill();
        await master.WaitForExitAsync(SshFixture.Token);
    }

    [Fact]
    public async Task Ssh_ThatIsKilled_EndsWhatRuns()
    {
        await using var server = await SshFixture.StartAsync();
        using var ssh = new OpenSsh(server);
        using var process = ssh.Start("secret", "ann@127.0.0.1", "wait");
        (await process.StandardOutput.ReadLineAsync(SshFixture.Token)).ShouldBe("waiting");

        process.Kill();
        await process.WaitForExitAsync(SshFixture.Token);

        await server.EventuallyAsync(() => server.Log.Lines.Any(line => line.Contains("closed:")));
    }

    [Fact]
    public async Task Ssh_LearnsAllHostKeys()
    {
        await using var server = await SshFixture.StartAsync(Everything);
        using var ssh = new OpenSsh(server);

        await ssh.RunAsync("whoami");

        using var again = ssh.Start("secret", "-o", "UpdateHostKeys=yes", "ann@127.0.0.1", "wait");

        await server.EventuallyAsync(() => File.ReadAllText(ssh.KnownHosts) is var known && new[] { "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256" }.All(known.Contains));
        again.Kill();
        await again.WaitForExitAsync(SshFixture.Token);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
