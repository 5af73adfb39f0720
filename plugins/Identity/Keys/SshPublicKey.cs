using System.Buffers.Binary;
using System.Text;

namespace PluginFramework.Identity.Keys;

/// <summary>A public key of SSH (RFC 4253 §6.6).</summary>
/// <param name="Type">Its type.</param>
/// <param name="Base64">Its blob in Base64.</param>
/// <param name="Comment">What its owner calls it; may be empty.</param>
internal sealed record SshPublicKey(string Type, string Base64, string Comment)
{
    private const int MaxLineLength = 8192;
    private const int MaxCommentLength = 64;

    private static readonly string[] Types =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    public StoredSecret Secret => new(StoredSecret.SshKeyScheme, $"{Type} {Base64}");

    public string Fingerprint => Fingerprints.OfSshKey(Convert.FromBase64String(Base64));

    /// <summary>The key of a secret that was made of one.</summary>
    public static SshPublicKey Of(StoredSecret secret) => secret.Value.Split(' ', 2) is [var type, var blob] ? new(type, blob, "") : new("", "", "");

    /// <exception cref="IdentityException">It is no such line; the message says why.</exception>
    public static SshPublicKey Parse(string line)
    {
        var parts = line.Trim().Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (line.Length > MaxLineLength || parts.Length < 2) throw Refused("A line of authorized_keys is wanted: type, key and comment, as in the file that ends in .pub.");
        if (!Types.Contains(parts[0])) throw Refused($"Keys of the type '{Shown(parts[0])}' are not taken. Those that are: {string.Join(", ", Types)}.");
        var blob = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length)) throw Refused("The key is not in Base64; copy the whole line.");
        var name = Encoding.ASCII.GetBytes(parts[0]);
        var holds = length > 4 + name.Length && BinaryPrimitives.ReadUInt32BigEndian(blob) == name.Length && blob.AsSpan(4, name.Length).SequenceEqual(name);
        if (!holds) throw Refused("The key is not of the type it is said to be, or is cut off; copy the whole line.");
        return new(parts[0], Convert.ToBase64String(blob.AsSpan(0, length)), parts.Length > 2 ? Shown(parts[2]) : "");
    }

    private static string Shown(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)).Take(MaxCommentLength));

    private static IdentityException Refused(string message) => new(IdentityError.InvalidKey, message);
}
