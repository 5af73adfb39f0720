using PluginFramework.Identity;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Authentication;

/// <summary>A login by questions (RFC 4256): the password, unless it was right before, and the code of an authenticator app where one is wanted.</summary>
internal sealed class InteractiveLogin
{
    private const string Method = "keyboard-interactive";

    private readonly SshAuthentication _login;
    private readonly string _userName;
    private string? _password;

    public InteractiveLogin(SshAuthentication login, AuthenticationRequestMessage request)
    {
        (_login, _userName, _password) = (login, request.UserName, login.RightPassword);
        var reader = new SshReader(request.Data);
        reader.ReadString(); // language
        reader.ReadString(); // what to ask with, which there is no choice of
        reader.End();
    }

    public ValueTask BeginAsync() => _password is null ? AskAsync("Password: ") : AskForCodeAsync();

    public async ValueTask TakeAsync(InformationResponseMessage response)
    {
        if (response.Answers is not [var answer]) throw SshConnectionException.Malformed($"{response.Answers.Length} answers came to one question");
        var credential = _password is { } password ? new PasswordCredential(_userName, password) { OneTimeCode = answer } : new PasswordCredential(_userName, answer);
        switch (await _login.CheckAsync(credential))
        {
            case AuthenticationResult.Succeeded succeeded:
                await _login.SucceedAsync(succeeded.Principal, LoginLimits.None, Method);
                break;
            case AuthenticationResult.Refused { Failure: AuthenticationFailure.SecondFactorRequired } when _password is null:
                _password = answer;
                await AskForCodeAsync();
                break;
            case AuthenticationResult.Refused refused:
                await _login.FailAsync(Method, refused.Failure.ToString());
                break;
        }
    }

    private ValueTask AskForCodeAsync() => AskAsync("Code of your authenticator app: ");

    private ValueTask AskAsync(string prompt) => _login.Session.ReplyAsync(new InformationRequestMessage("", prompt));
}
