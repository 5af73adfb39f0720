using System.Text;
using PluginFramework.Identity;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>A SASL exchange under way, and the pieces of the client's next message so far.</summary>
internal sealed class IrcSaslExchange(ISaslExchange exchange)
{
    private readonly StringBuilder _pieces = new();

    public ISaslExchange Exchange => exchange;

    /// <summary>False when the message has become too long.</summary>
    public bool TryAppend(string piece)
    {
        if (piece == "+") return true;
        if (piece.Length > IrcLimits.SaslPiece || _pieces.Length + piece.Length > IrcLimits.SaslMessage) return false;
        _pieces.Append(piece);
        return true;
    }

    /// <summary>The message decoded, or <see langword="null"/> when it is no base64.</summary>
    public byte[]? TakeMessage()
    {
        var text = _pieces.ToString();
        _pieces.Clear();
        var message = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, message, out var length) ? message[..length] : null;
    }
}
