namespace PluginFramework.Identity;

/// <summary>An authenticator app about to be set up. It counts once a code of it has been given.</summary>
/// <param name="Secret">The shared secret in Base32, for typing in.</param>
/// <param name="Uri">The <c>otpauth:</c> address that apps read, as a QR code as a rule.</param>
public sealed record AuthenticatorEnrolment(string Secret, string Uri)
{
    /// <summary>Leaves the secret out, so that no log shows it.</summary>
    public override string ToString() => nameof(AuthenticatorEnrolment);
}
