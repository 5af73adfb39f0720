using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>A public key of a user or of an authority that signs certificates.</summary>
internal abstract class PublicKey
{
    /// <summary>The key's type, which begins its blob.</summary>
    public abstract string Type { get; }

    /// <summary>The signatures that are taken of it.</summary>
    public virtual IReadOnlyList<string> Algorithms => [Type];

    /// <summary>Reads a key's blob.</summary>
    /// <returns><see langword="null"/>: it is of no type that is taken.</returns>
    /// <exception cref="SshConnectionException">It is cut off or has what no such key has.</exception>
    public static PublicKey? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        var key = ReadFields(reader.ReadName(), ref reader);
        if (key is not null) reader.End();
        return key;
    }

    /// <summary>Reads what follows a key's type, as it stands in a key and in a certificate alike.</summary>
    public static PublicKey? ReadFields(string type, ref SshReader reader) => type switch
    {
        Ed25519PublicKey.KeyType => Ed25519PublicKey.ReadFields(ref reader),
        "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" => EcdsaPublicKey.ReadFields(type, ref reader),
        RsaPublicKey.KeyType => RsaPublicKey.ReadFields(ref reader),
        "sk-ssh-ed25519@openssh.com" => new SecurityPublicKey(type, Ed25519PublicKey.ReadFields(ref reader), reader.ReadString()),
        "sk-ecdsa-sha2-nistp256@openssh.com" => new SecurityPublicKey(type, EcdsaPublicKey.ReadFields("ecdsa-sha2-nistp256", ref reader), reader.ReadString()),
        _ => null,
    };

    /// <summary>Whether a signature by this key is over this data.</summary>
    /// <param name="algorithm">What the client says the signature is, one of <see cref="Algorithms"/>.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature, which begins with its algorithm.</param>
    /// <param name="mustVerifyUser">A security key must have asked for more than a touch.</param>
    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, bool mustVerifyUser = false)
    {
        var reader = new SshReader(signature);
        return Algorithms.Contains(algorithm) && reader.ReadName() == algorithm && VerifyRaw(algorithm, data, ref reader, mustVerifyUser) && reader.IsAtEnd;
    }

    /// <param name="algorithm">The algorithm.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">What follows the algorithm's name.</param>
    /// <param name="mustVerifyUser">See <see cref="Verify"/>.</param>
    protected abstract bool VerifyRaw(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature, bool mustVerifyUser);

    /// <summary>For a security key, which has a key inside.</summary>
    internal bool VerifyInner(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature) => VerifyRaw(algorithm, data, ref signature, mustVerifyUser: false);
}
