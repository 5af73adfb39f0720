using System.Globalization;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Login;

/// <summary>What to tell somebody whose login was refused: enough to go on, nothing that helps to guess.</summary>
internal static class LoginMessages
{
    public const string WrongPassword = "The password is not right.";

    public const string WrongPasskey = "The passkey was not accepted. Try again, or use your password.";

    public const string PrivacyRequired = "Passwords are not taken over a connection that others can read. Use https, or the machine itself.";

    /// <param name="refused">The answer.</param>
    /// <param name="now">The time, to say when to try again.</param>
    /// <param name="isKnown">Whether the user is logged in already, so that only the password can be wrong.</param>
    public static string Of(AuthenticationResult.Refused refused, DateTimeOffset now, bool isKnown = false)
    {
        var again = refused.RetryAfter > TimeSpan.Zero ? $" Try again {When(refused.RetryAfter, now)}." : "";
        return refused.Failure switch
        {
            AuthenticationFailure.Throttled => $"Too many attempts.{(again.Length == 0 ? " Try again later." : again)}",
            AuthenticationFailure.AccountDisabled => "This account is disabled; an operator can enable it.",
            AuthenticationFailure.ProtocolNotAllowed => "This account may not be used on the web; an operator can allow it (protocol http).",
            AuthenticationFailure.PrivacyRequired => PrivacyRequired,
            AuthenticationFailure.Unavailable => "The user database does not answer; try again in a moment. The daemon's log says more.",
            _ => (isKnown ? WrongPassword : "The name or the password is not right.") + again,
        };
    }

    private static string When(TimeSpan wait, DateTimeOffset now)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var text = seconds < 120 ? $"in {seconds} seconds" : $"in {(seconds + 59) / 60} minutes";
        return string.Create(CultureInfo.InvariantCulture, $"{text}, at {(now + wait).UtcDateTime:HH:mm:ss} UTC");
    }
}
