using System.Buffers;
using System.Globalization;
using System.Text;

namespace PluginFramework.Irc.Protocol;

/// <summary>The tags of a line to a client that asked for them.</summary>
/// <param name="Time">When it happened (server-time).</param>
/// <param name="Account">The sender's account (account-tag).</param>
internal readonly record struct IrcTags(DateTimeOffset? Time, string? Account)
{
    /// <summary>More than any tags we write.</summary>
    public const int MaxOctets = 384;

    private static readonly SearchValues<char> Unsafe = SearchValues.Create("; \\\r\n\0");

    /// <summary>Writes the tags with the space after them, or nothing.</summary>
    public int Write(Span<byte> destination)
    {
        // Account names need no escaping in all user databases we know; one that does is not worth breaking the line for.
        var account = Account is { Length: <= 64 } name && !name.AsSpan().ContainsAny(Unsafe) ? name : null;
        if (Time is null && account is null) return 0;
        var length = 0;
        destination[length++] = (byte)'@';
        if (Time is { } time)
        {
            "time="u8.CopyTo(destination[length..]);
            length += 5;
            time.UtcDateTime.TryFormat(destination[length..], out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            length += written;
        }

        if (account is not null)
        {
            if (length > 1) destination[length++] = (byte)';';
            "account="u8.CopyTo(destination[length..]);
            length += 8;
            length += Encoding.UTF8.GetBytes(account, destination[length..]);
        }

        destination[length++] = (byte)' ';
        return length;
    }
}
