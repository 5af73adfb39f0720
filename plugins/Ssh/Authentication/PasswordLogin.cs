using PluginFramework.Identity;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Authentication;

/// <summary>A login by password (RFC 4252 §8).</summary>
internal static class PasswordLogin
{
    private const string Method = "password";

    /// <summary>The longest password.</summary>
    public const int MaxOctets = 1024;

    public static async ValueTask TakeAsync(SshAuthentication login, AuthenticationRequestMessage request)
    {
        if (Read(request.Data) is not { } password)
        {
            await login.FailAsync(Method, "passwords are not changed here");
            return;
        }

        switch (await login.CheckAsync(new PasswordCredential(request.UserName, password)))
        {
            case AuthenticationResult.Succeeded succeeded:
                await login.SucceedAsync(succeeded.Principal, LoginLimits.None, Method);
                break;
            case AuthenticationResult.Refused { Failure: AuthenticationFailure.SecondFactorRequired }:
                await login.AskForCodeAsync(password);
                break;
            case AuthenticationResult.Refused refused:
                await login.FailAsync(Method, refused.Failure.ToString());
                break;
        }
    }

    /// <returns><see langword="null"/>: it is another password that is set, as nobody asked the client to.</returns>
    private static string? Read(byte[] data)
    {
        var reader = new SshReader(data);
        if (reader.ReadBoolean()) return null;
        var password = reader.ReadText(MaxOctets);
        reader.End();
        return password;
    }
}
