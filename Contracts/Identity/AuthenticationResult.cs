namespace PluginFramework.Identity;

/// <summary>How a login ended.</summary>
public abstract record AuthenticationResult
{
    private AuthenticationResult() { }

    /// <summary>The user is who they say.</summary>
    /// <param name="Principal">The user.</param>
    public sealed record Succeeded(Principal Principal) : AuthenticationResult;

    /// <summary>The login is refused.</summary>
    /// <param name="Failure">Why. Tell the client no more than the protocol must: it may be an attacker.</param>
    /// <param name="RetryAfter">How long attempts of this account or address are held off; zero when they are not.</param>
    public sealed record Refused(AuthenticationFailure Failure, TimeSpan RetryAfter = default) : AuthenticationResult;
}
