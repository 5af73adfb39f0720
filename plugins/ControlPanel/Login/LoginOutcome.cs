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
    public sealed record Next(ILoginStep Step) : LoginOutcome;

    /// <summary>Not so; the same step again.</summary>
    public sealed record Again(string Message, int Status, TimeSpan RetryAfter) : LoginOutcome;
}
