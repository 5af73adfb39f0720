using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Prompt;

/// <summary>Evaluates C# inside the running daemon, with full trust. It is no sandbox: whoever reaches it owns the process.</summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface IPromptEngine
{
    /// <summary>Opens a session. Only for operators, over TLS or from this machine; the engine checks both itself.</summary>
    /// <exception cref="UnauthorizedAccessException">The user is no operator, or the connection is not private; the message says which.</exception>
    ValueTask<IPromptSession> OpenAsync(Principal principal, ClientInfo client, CancellationToken cancellationToken = default);
}
