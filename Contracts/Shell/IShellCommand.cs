using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Shell;

/// <summary>A command that a plugin adds to the shell, beside those which the panels give it.</summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface IShellCommand
{
    /// <summary>The word to type: lower-case letters, digits and <c>-</c>, 40 at most. A panel of that name goes before it.</summary>
    string Name { get; }

    /// <summary>What it does, in one line, for the help.</summary>
    string Summary { get; }

    /// <summary>What may follow its name: <c>[--all] NAME</c>; empty where nothing may.</summary>
    string Usage => "";

    /// <summary>Whether a user may run it. To whom it says no it does not exist.</summary>
    bool IsFor(Principal principal);

    /// <summary>Runs it to its end.</summary>
    /// <param name="session">The session it was typed in. Its input is the command's as long as it runs.</param>
    /// <param name="arguments">The words after its name, unquoted.</param>
    /// <param name="cancellationToken">The client has gone, Ctrl-C was pressed where the session has a terminal, or the server stops.</param>
    /// <returns>The exit status, 0 to 255.</returns>
    Task<int> RunAsync(IShellSession session, ImmutableArray<string> arguments, CancellationToken cancellationToken);
}
