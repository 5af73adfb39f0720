namespace PluginFramework.Shell;

/// <summary>
/// What a user meets after logging in where there is a terminal or a command to run: over SSH, <c>ssh host</c> and <c>ssh host command</c>. One
/// is in use at a time, the one of highest rank.
/// </summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface IShell
{
    /// <summary>Serves one session to its end.</summary>
    /// <param name="session">The session. It belongs to the caller, who completes its output afterwards.</param>
    /// <param name="cancellationToken">The client has gone, or the server stops.</param>
    /// <returns>The exit status, 0 to 255.</returns>
    Task<int> RunAsync(IShellSession session, CancellationToken cancellationToken);
}
