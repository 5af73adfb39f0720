using System.Collections.Immutable;
using System.IO.Pipelines;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Shell;

/// <summary>A user's session: who it is, what they type, and where the answer goes (RFC 4254 §6).</summary>
/// <remarks>Its streams are for one reader and one writer at a time; what else it has may be read from any thread.</remarks>
public interface IShellSession
{
    /// <summary>The user.</summary>
    Principal Principal { get; }

    /// <summary>Their connection.</summary>
    ClientInfo Client { get; }

    /// <summary>The command line to run, as the client sent it; <see langword="null"/>: the session is interactive, or a script comes as input.</summary>
    string? Command { get; }

    /// <summary>What the client set: a hundred variables at most, only names that the server lets through (<c>LANG</c>, <c>LC_*</c>, …).</summary>
    ImmutableDictionary<string, string> Environment { get; }

    /// <summary>The terminal; <see langword="null"/> where the client asked for none.</summary>
    ITerminal? Terminal { get; }

    /// <summary>
    /// What the user types, byte by byte and not echoed; ends when the client closes its side. With a terminal Ctrl-C is the byte 3. The server
    /// stops reading from the client when a window's worth is unread.
    /// </summary>
    PipeReader Input { get; }

    /// <summary>Standard output. With a terminal a new line is <c>\r\n</c>. A flush waits until the client has room.</summary>
    PipeWriter Output { get; }

    /// <summary>Standard error; with a terminal the same as <see cref="Output"/>.</summary>
    PipeWriter Error { get; }

    /// <summary>The client sent a signal (RFC 4254 §6.9): <c>INT</c>, <c>TERM</c>, <c>HUP</c>, without <c>SIG</c>. Raised on the server's thread: return at once.</summary>
    event Action<string>? Signalled;
}
