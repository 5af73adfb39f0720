using System.Collections.Immutable;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>A certificate of a user's key (OpenSSH's PROTOCOL.certkeys).</summary>
internal sealed record UserCertificate
{
    public const string Suffix = "-cert-v01@openssh.com";
    private const uint TypeUser = 1;
    private const int MaxPrincipals = 256, MaxOptions = 64;

    public required PublicKey Key { get; init; }

    public required ulong Serial { get; init; }

    /// <summary>What the authority calls it.</summary>
    public required string KeyId { get; init; }

    /// <summary>The users it is for.</summary>
    public required ImmutableArray<string> Principals { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required ulong ValidAfter { get; init; }

    public required ulong ValidBefore { get; init; }

    /// <summary>What must be kept to; one that is not known makes the certificate of no use.</summary>
    public required ImmutableDictionary<string, byte[]> CriticalOptions { get; init; }

    /// <summary>What it permits.</summary>
    public required ImmutableHashSet<string> Extensions { get; init; }

    /// <summary>The blob of the authority's key.</summary>
    public required byte[] Authority { get; init; }

    /// <summary>The type of the certified key, where a blob or algorithm is that of a certificate: <c>ssh-ed25519</c>.</summary>
    public static string? PlainName(string name) => name switch
    {
        "sk-ssh-ed25519-cert-v01@openssh.com" => "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com" => "sk-ecdsa-sha2-nistp256@openssh.com",
        _ when name.EndsWith(Suffix, StringComparison.Ordinal) => name[..^Suffix.Length],
        _ => null,
    };

    /// <summary>What the authority signed.</summary>
    public required byte[] SignedPart { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>Whether its authority has signed it. Ask when that is known to be trusted: anybody can make a key that it takes long to reckon with.</summary>
    public bool IsSigned() =>
        PublicKey.Read(Authority) is { } signer && signer.Verify(new SshReader(Signature).ReadName(), SignedPart, Signature);

    /// <summary>Reads a certificate; whether it is good is not looked at.</summary>
    /// <returns><see langword="null"/>: it is of no kind that is taken.</returns>
    /// <exception cref="SshConnectionException">It is cut off or has what no certificate has.</exception>
    public static UserCertificate? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        if (PlainName(reader.ReadName()) is not { } type) return null;
        reader.ReadString(); // nonce
        if (PublicKey.ReadFields(type, ref reader) is not { } key) return null;
        var serial = reader.ReadUInt64();
        var kind = reader.ReadUInt32();
        var keyId = reader.ReadText();
        var principals = ReadPrincipals(reader.ReadString());
        var (after, before) = (reader.ReadUInt64(), reader.ReadUInt64());
        var (options, extensions) = (ReadOptions(reader.ReadString()), ReadOptions(reader.ReadString()));
        reader.ReadString(); // reserved
        var authority = reader.ReadString().ToArray();
        var signedPart = blob[..^reader.Rest.Length].ToArray();
        var signature = reader.ReadString().ToArray();
        reader.End();
        return kind != TypeUser ? null : new()
        {
            Key = key,
            Serial = serial,
            KeyId = keyId,
            Principals = principals,
            ValidAfter = after,
            ValidBefore = before,
            CriticalOptions = options,
            Extensions = [.. extensions.Keys],
            Authority = authority,
            SignedPart = signedPart,
            Signature = signature,
        };
    }

    private static ImmutableArray<string> ReadPrincipals(ReadOnlySpan<byte> octets)
    {
        var reader = new SshReader(octets);
        var principals = ImmutableArray.CreateBuilder<string>();
        while (!reader.IsAtEnd)
        {
            if (principals.Count == MaxPrincipals) throw SshConnectionException.Malformed($"a certificate has more than {MaxPrincipals} principals");
            principals.Add(reader.ReadText());
        }

        return principals.ToImmutable();
    }

    private static ImmutableDictionary<string, byte[]> ReadOptions(ReadOnlySpan<byte> octets)
    {
        var reader = new SshReader(octets);
        var options = ImmutableDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        while (!reader.IsAtEnd)
        {
            if (options.Count == MaxOptions) throw SshConnectionException.Malformed($"a certificate has more than {MaxOptions} options");
            var name = reader.ReadName();
            if (!options.TryAdd(name, reader.ReadString().ToArray())) throw SshConnectionException.Malformed($"a certificate has the option '{name}' twice");
        }

        return options.ToImmutable();
    }
}
