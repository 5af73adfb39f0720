using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Ssh.HostKeys;

/// <summary>The server's keys, each in a file of the plugin's data directory: made when there is none, and kept.</summary>
/// <remarks>
/// What is there is read at once, so that a fault shows when the plugin starts. Making a key of RSA takes a second, which nothing waits for but the
/// first client.
/// </remarks>
internal sealed class HostKeyStore : IAsyncDisposable
{
    private const string Label = "PRIVATE KEY";
    private const long MaxFileOctets = 65536;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly ImmutableArray<(string Name, Func<HostKey> Make, Func<byte[], HostKey> Import)> Kinds =
    [
        ("ed25519", Ed25519HostKey.Make, Ed25519HostKey.Import),
        ("ecdsa", EcdsaHostKey.Make, EcdsaHostKey.Import),
        ("rsa", RsaHostKey.Make, RsaHostKey.Import),
    ];

    /// <exception cref="HostKeyException">A file is not what it should be.</exception>
    public HostKeyStore(string directory, ILogger logger)
    {
        var found = Kinds.Select(kind => (Kind: kind, Path: Path.Combine(directory, $"ssh_host_{kind.Name}_key")))
            .Select(file => (file.Kind, file.Path, Key: Exists(file.Path) ? Read(file.Path, file.Kind.Import) : null)).ToImmutableArray();
        Keys = found.All(file => file.Key is not null)
            ? Task.FromResult<ImmutableArray<HostKey>>([.. found.Select(file => file.Key).OfType<HostKey>()])
            : Task.Run<ImmutableArray<HostKey>>(() => [.. found.Select(file => file.Key ?? Make(file.Path, file.Kind.Make, logger))]);
    }

    /// <summary>The keys. Fails with a <see cref="HostKeyException"/> where one cannot be written.</summary>
    public Task<ImmutableArray<HostKey>> Keys { get; }

    public async ValueTask DisposeAsync()
    {
        await ((Task)Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Keys.IsCompletedSuccessfully) return;
        foreach (var key in await Keys) key.Dispose();
    }

    private static bool Exists(string path)
    {
        if (File.Exists(path)) return true;
        if (Directory.Exists(path)) throw new HostKeyException($"'{path}' is a directory, and a file with a host key is wanted there. Move it away; a new key is made at the next start.");

        // Clients that know the old key would refuse a new one, so it is not made silently.
        if (File.Exists(path + ".pub"))
            throw new HostKeyException($"'{path}' is gone, and '{path}.pub' is there. Put the private key back; or delete the other file too, and a new key is made, of which every client will warn.");
        return false;
    }

    private static HostKey Read(string path, Func<byte[], HostKey> import)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & ~OwnerOnly) != 0)
                throw new HostKeyException($"'{path}' may be used by others than its owner (mode {Convert.ToString((int)mode, 8)}). Run: chmod 600 '{path}'; and if others had access, delete it and '{path}.pub' for a new key.");
            if (new FileInfo(path).Length > MaxFileOctets) throw new CryptographicException("It is too big for a key.");
            var text = File.ReadAllText(path);
            if (!PemEncoding.TryFind(text, out var fields) || !text.AsSpan()[fields.Label].SequenceEqual(Label))
                throw new CryptographicException($"There is no '-----BEGIN {Label}-----' in it (PKCS #8).");
            return import(Convert.FromBase64String(text[fields.Base64Data]));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new HostKeyException($"'{path}' is no host key: {exception.Message} Put it back from a backup; or delete it and '{path}.pub', and a new key is made, of which every client will warn.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostKeyException($"'{path}' cannot be read: {exception.Message} It must belong to the daemon's user.", exception);
        }
    }

    private static HostKey Make(string path, Func<HostKey> make, ILogger logger)
    {
        var key = make();
        try
        {
            Write(path, PemEncoding.WriteString(Label, key.Export()) + "\n");
            Write(path + ".pub", $"{key.Type} {Convert.ToBase64String(key.PublicKey)}\n");
            logger.HostKeyMade(key.Type, key.Fingerprint, path);
            return key;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new HostKeyException($"'{path}' cannot be written: {exception.Message} The directory must belong to the daemon's user and have room.", exception);
        }
    }

    // Written aside and then put in place, so that nobody ever finds half of it.
    private static void Write(string path, string text)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
