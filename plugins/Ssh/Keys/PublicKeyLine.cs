namespace PluginFramework.Ssh.Keys;

/// <summary>A key as it stands in <c>authorized_keys</c>, without options: type, Base64 and perhaps a comment.</summary>
internal static class PublicKeyLine
{
    /// <summary>The key's blob; <see langword="null"/> where it is no such line.</summary>
    public static byte[]? TryRead(string line)
    {
        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2) return null;
        var blob = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length)) return null;
        blob = blob[..length];
        try
        {
            return PublicKey.Read(blob)?.Type == parts[0] ? blob : null;
        }
        catch (SshConnectionException)
        {
            // The one place where a key does not come from a client.
            return null;
        }
    }
}
