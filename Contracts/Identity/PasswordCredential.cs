namespace PluginFramework.Identity;

/// <summary>A name and a password, or in place of that an app password.</summary>
/// <param name="UserName">The user it says it is.</param>
/// <param name="Password">The password in clear.</param>
public sealed record PasswordCredential(string UserName, string Password) : Credential(UserName)
{
    /// <summary>
    /// The code of the user's authenticator app, or a recovery code; <see langword="null"/> where the client gave none. An account that has one wants it
    /// besides the password (<see cref="AuthenticationFailure.SecondFactorRequired"/>), not besides an app password.
    /// </summary>
    public string? OneTimeCode { get; init; }
}
