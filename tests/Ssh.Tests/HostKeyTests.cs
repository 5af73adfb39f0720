using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.Tests.Support;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests;

/// <summary>The server's keys in their files.</summary>
public sealed class HostKeyTests : IDisposable
{
    private readonly TestPluginContext _context = new();

    private string Ed25519 => Path.Combine(_context.DataDirectory, "ssh_host_ed25519_key");

    [Fact]
    public async Task Keys_AreMadeOnce_ForTheirOwnerAlone_AndKept()
    {
        var first = await FingerprintsAsync();
        var second = await FingerprintsAsync();

        second.ShouldBe(first);
        first.Length.ShouldBe(3);
        var files = Directory.GetFiles(_context.DataDirectory);
        files.Length.ShouldBe(6);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Keys_AreWhatOpenSshReads(string name)
    {
        Assert.SkipWhen(OpenSsh.Find("ssh-keygen") is null, "OpenSSH is not installed.");
        var fingerprints = await FingerprintsAsync();

        var shown = OpenSsh.RunTool("ssh-keygen", "-l", "-f", Path.Combine(_context.DataDirectory, $"ssh_host_{name}_key.pub"));

        fingerprints.ShouldContain(fingerprint => shown.Contains(fingerprint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public async Task File_ThatHoldsNoKey_IsNamedWithWhatToDo(string content)
    {
        await FingerprintsAsync();
        await File.WriteAllTextAsync(Ed25519, content, SshFixture.Token);

        var fault = Should.Throw<HostKeyException>(() => Open());

        fault.Message.ShouldContain(Ed25519);
        fault.Message.ShouldContain("delete it");
    }

    [Fact]
    public async Task File_WithAnotherKindOfKey_IsRefused()
    {
        await FingerprintsAsync();
        File.Copy(Path.Combine(_context.DataDirectory, "ssh_host_rsa_key"), Ed25519, overwrite: true);

        Should.Throw<HostKeyException>(() => Open()).Message.ShouldContain("not an Ed25519 key");
    }

    [Fact]
    public async Task File_OthersMayRead_IsRefusedWithWhatToDo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes here.");
        await FingerprintsAsync();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Ed25519, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Should.Throw<HostKeyException>(() => Open()).Message.ShouldContain($"chmod 600 '{Ed25519}'");
    }

    [Fact]
    public async Task File_ThatIsGone_IsNotReplacedSilently()
    {
        await FingerprintsAsync();
        File.Delete(Ed25519);

        Should.Throw<HostKeyException>(() => Open()).Message.ShouldContain($"'{Ed25519}' is gone");
        File.Delete(Ed25519 + ".pub");
        (await FingerprintsAsync()).Length.ShouldBe(3);
    }

    [Fact]
    public void Directory_InPlaceOfAKey_IsNamed()
    {
        Directory.CreateDirectory(Ed25519);

        Should.Throw<HostKeyException>(() => Open()).Message.ShouldContain($"'{Ed25519}' is a directory");
    }

    public void Dispose() => _context.Dispose();

    private HostKeyStore Open() => new(_context.DataDirectory, NullLogger.Instance);

    private async Task<string[]> FingerprintsAsync()
    {
        await using var store = Open();
        return [.. (await store.Keys).Select(key => key.Fingerprint)];
    }
}
