using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Login;

/// <summary>How a step of the login ended.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome()
    {
    }

    /// <summary>Nothing more is needed.</summary>
    public sealed record Done(Principal Principal) : LoginOutcome;

    /// <summary>Another proof is needed.</summary>
    /// <param name="Step">Which.</param>
    /// <param name="State">Names what was proved so far (<see cref="PendingLogins"/>).</param>
    public sealed record Next(ILoginStep Step, string State) : LoginOutcome;

    /// <summary>Too late, or refused: from the first step again.</summary>
    public sealed record Over(string Message, int Status, TimeSpan RetryAfter) : LoginOutcome;

    /// <summary>Not so; the same step again.</summary>
    public sealed record Again(string Message, int Status, TimeSpan RetryAfter) : LoginOutcome;
}
