namespace PluginFramework.Shell;

/// <summary>The terminal at the other end (RFC 4254 §6.2).</summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface ITerminal
{
    /// <summary>Its type, as in <c>TERM</c>: <c>xterm-256color</c>, <c>dumb</c>; empty where the client named none.</summary>
    string Type { get; }

    /// <summary>How large it is now.</summary>
    TerminalSize Size { get; }

    /// <summary>It has another size. Raised on the server's thread: return at once.</summary>
    event Action? Resized;
}
