namespace PluginFramework.Identity;

/// <summary>Why a login was refused.</summary>
public enum AuthenticationFailure
{
    /// <summary>Unknown user or wrong proof; which of them is not said.</summary>
    InvalidCredentials,

    /// <summary>Too many attempts; later ones may succeed.</summary>
    Throttled,

    /// <summary>The proof was right, and the account is disabled.</summary>
    AccountDisabled,

    /// <summary>The proof was right, and the user may not use this protocol.</summary>
    ProtocolNotAllowed,

    /// <summary>A password in clear over a connection that is neither TLS nor local.</summary>
    PrivacyRequired,

    /// <summary>The client sent something that is no valid exchange.</summary>
    Malformed,

    /// <summary>
    /// The password was right, and the account wants a code besides (<see cref="PasswordCredential.OneTimeCode"/>). A protocol that cannot ask for one
    /// says that an app password is needed.
    /// </summary>
    SecondFactorRequired,

    /// <summary>The user database did not answer.</summary>
    Unavailable,
}
