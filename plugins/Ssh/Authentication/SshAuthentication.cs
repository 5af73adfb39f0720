using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Authentication;

/// <summary>The login of one connection (RFC 4252). For the session's loop alone.</summary>
internal sealed class SshAuthentication(SshSession session)
{
    /// <summary>Keys that a client may ask about; an agent holds a few.</summary>
    private const int MaxQuestions = 100;

    private readonly SshOptions _options = session.Server.Options;
    private string? _userName;
    private bool _hasShownBanner;
    private int _failures, _questions;
    private bool _hasAskedForNone;
    private InteractiveLogin? _interactive;

    public SshSession Session => session;

    /// <summary>The password that was right and not enough; the user of the last request gave it.</summary>
    public string? RightPassword { get; set; }

    public async ValueTask TakeAsync(AuthenticationRequestMessage request)
    {
        // What was under way is given up (RFC 4256 §3.1), and nothing is kept when another user is named (RFC 4252 §5).
        _interactive = null;
        if (request.UserName != _userName) RightPassword = null;
        _userName = request.UserName;
        if (request.Service != "ssh-connection") throw new SshConnectionException(SshDisconnectReason.ServiceNotAvailable, $"There is no service '{request.Service}'.");
        if (!_hasShownBanner && _options.Banner.Length > 0)
        {
            _hasShownBanner = true;
            await session.ReplyAsync(new AuthenticationBannerMessage(_options.Banner.ReplaceLineEndings("\r\n").TrimEnd() + "\r\n", ""));
        }

        switch (request.Method)
        {
            case "none" when !_hasAskedForNone:
                // How a client asks what there is (RFC 4252 §5.2).
                _hasAskedForNone = true;
                await AnswerFailureAsync(isPartialSuccess: false);
                break;
            case "publickey":
                await PublicKeyLogin.TakeAsync(this, request);
                break;
            case "password" when _options.AllowPasswords:
                await PasswordLogin.TakeAsync(this, request);
                break;
            case "keyboard-interactive" when _options.AllowPasswords:
                _interactive = new InteractiveLogin(this, request);
                await _interactive.BeginAsync();
                break;
            default:
                await FailAsync(request.Method, "the method is not there");
                break;
        }
    }

    public ValueTask TakeAsync(InformationResponseMessage response) =>
        _interactive is { } interactive ? interactive.TakeAsync(response) : throw SshConnectionException.Malformed("an answer came without a question");

    /// <summary>Asks the one door for every login.</summary>
    public async ValueTask<AuthenticationResult> CheckAsync(Credential credential)
    {
        using var grace = new CancellationTokenSource(_options.LoginGraceTime, session.Server.Clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, session.ConnectionClosed);
        try
        {
            return await session.Server.Authenticator.AuthenticateAsync(credential, session.Client, ended.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            throw new SshConnectionException(SshDisconnectReason.ByApplication, "The login took too long.");
        }
    }

    /// <summary>A key that would do with a signature.</summary>
    public async ValueTask AnswerQuestionAsync(ISshMessage? answer)
    {
        if (++_questions > MaxQuestions) throw TooMany();
        if (answer is null) await AnswerFailureAsync(isPartialSuccess: false);
        else await session.ReplyAsync(answer);
    }

    public async ValueTask SucceedAsync(Principal principal, LoginLimits limits, string method)
    {
        session.Server.Logger.LoggedIn(session.Id, principal.UserName, method);
        session.Open(principal, limits);
        await session.ReplyAsync(new AuthenticationSuccessMessage());
        await HostKeyAnnouncement.SendAsync(session);
    }

    /// <summary>The password was right, and a code is wanted besides.</summary>
    public ValueTask AskForCodeAsync(string password)
    {
        RightPassword = password;
        return AnswerFailureAsync(isPartialSuccess: true);
    }

    public async ValueTask FailAsync(string method, string reason)
    {
        session.Server.Logger.LoginRefused(session.Id, SshLog.Shown(method), SshLog.Shown(_userName ?? ""), SshLog.Shown(reason));
        (RightPassword, _interactive) = (null, null);
        if (++_failures >= _options.MaxAuthenticationAttempts) throw TooMany();
        await AnswerFailureAsync(isPartialSuccess: false);
    }

    private static SshConnectionException TooMany() => new(SshDisconnectReason.NoMoreAuthenticationMethods, "Too many authentication failures.");

    private ValueTask AnswerFailureAsync(bool isPartialSuccess)
    {
        ImmutableArray<string> methods = isPartialSuccess ? ["keyboard-interactive"] : _options.AllowPasswords ? ["publickey", "password", "keyboard-interactive"] : ["publickey"];
        return session.ReplyAsync(new AuthenticationFailureMessage([.. methods], isPartialSuccess));
    }
}
