namespace PluginFramework.Identity;

/// <summary>What a checker says of a credential.</summary>
public abstract record CredentialCheck
{
    private CredentialCheck() { }

    /// <summary>The user has proved who they are.</summary>
    /// <param name="User">The user.</param>
    public sealed record Accepted(User User) : CredentialCheck
    {
        /// <summary>By an app password: no code is asked for, and <see cref="User.Protocols"/> holds what it is good for.</summary>
        public bool IsAppPassword { get; init; }
    }

    /// <summary>The proof is wrong.</summary>
    public sealed record Rejected : CredentialCheck;

    /// <summary>Not a kind of credential, or not a user, that this checker knows; the next one is asked.</summary>
    public sealed record NotMine : CredentialCheck;
}
