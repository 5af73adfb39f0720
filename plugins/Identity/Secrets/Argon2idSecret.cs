using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginFramework.Identity.Secrets;

/// <summary>An argon2id hash with all that made it, in the PHC string format: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>.</summary>
internal sealed partial record Argon2idSecret(int MemoryKiB, int Iterations, int Lanes, byte[] Salt, byte[] Hash)
{
    /// <summary>Reads the text form; the bounds keep a forged entry from taking the machine's memory.</summary>
    /// <exception cref="FormatException">It is of another form or out of bounds.</exception>
    public static Argon2idSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = text.Length <= 512 ? Form().Match(text) : Match.Empty;
        if (!match.Success) throw new FormatException("The secret is not of the form $argon2id$v=19$m=…,t=…,p=…$salt$hash.");
        var secret = new Argon2idSecret(Number(match, 1), Number(match, 2), Number(match, 3), Octets(match, 4), Octets(match, 5));
        if (secret.Lanes is < 1 or > 255 || secret.MemoryKiB < 8 * secret.Lanes || secret.MemoryKiB > 1_048_576
            || secret.Iterations is < 1 or > 64 || secret.Salt.Length is < 8 or > 64 || secret.Hash.Length is < 16 or > 64)
        {
            throw new FormatException("The parameters of the argon2id secret are out of bounds.");
        }

        return secret;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKiB},t={Iterations},p={Lanes}${Text(Salt)}${Text(Hash)}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // The PHC format leaves out the padding of base64.
    private static string Text(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=');

    private static byte[] Octets(Match match, int group)
    {
        var text = match.Groups[group].Value;
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    [GeneratedRegex(@"\A\$argon2id\$v=19\$m=([0-9]{1,8}),t=([0-9]{1,8}),p=([0-9]{1,8})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)\z")]
    private static partial Regex Form();
}
