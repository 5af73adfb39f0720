using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Prompt;

/// <summary>
/// The consoles of the operators: sessions of the prompt which outlive the connection they were opened from, and at which several can sit, over
/// whatever surface.
/// </summary>
/// <remarks>
/// Safe for use from any thread. A console whose last entry is longer ago than the engine's idle limit loses its declarations, and is closed where
/// nobody is attached to it.
/// </remarks>
public interface IPromptConsoles
{
    /// <summary>The consoles there are, of all operators, in the order of their numbers.</summary>
    /// <exception cref="UnauthorizedAccessException">The user is no operator, or the connection is not private; the message says which.</exception>
    ImmutableArray<PromptConsoleInfo> List(Principal principal, ClientInfo client);

    /// <summary>Attaches to the user's own console of a name, which is made where there is none.</summary>
    /// <param name="principal">The user.</param>
    /// <param name="client">The connection.</param>
    /// <param name="name">The name, 40 characters at most; <see langword="null"/> makes a new one, named for its number.</param>
    /// <exception cref="UnauthorizedAccessException">The user is no operator, or the connection is not private; the message says which.</exception>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">As many consoles are open as may be; the message says what to do.</exception>
    IPromptConsole Open(Principal principal, ClientInfo client, string? name = null);

    /// <summary>Attaches to the console of a number, one's own or another operator's. <see langword="null"/> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The user is no operator, or the connection is not private; the message says which.</exception>
    IPromptConsole? Join(Principal principal, ClientInfo client, int number);
}
