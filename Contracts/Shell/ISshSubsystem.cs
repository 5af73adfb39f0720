using PluginFramework.Identity;

namespace PluginFramework.Shell;

/// <summary>A subsystem of the SSH server, such as <c>sftp</c> (RFC 4254 §6.5). Exported with <c>[Export(typeof(ISshSubsystem))]</c>.</summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface ISshSubsystem
{
    /// <summary>What the client asks for. Of several with one name the highest rank serves.</summary>
    string Name { get; }

    /// <summary>Whether a user may use it; the client is told "no such subsystem" otherwise.</summary>
    bool IsFor(Principal principal);

    /// <inheritdoc cref="IShell.RunAsync"/>
    Task<int> RunAsync(IShellSession session, CancellationToken cancellationToken);
}
