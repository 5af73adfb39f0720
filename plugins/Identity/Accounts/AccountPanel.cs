using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Accounts;

/// <summary>One's own account: password, app passwords, SSH keys, authenticator app. It shows each user their own and nobody another's.</summary>
[Panel("account", PanelTitle = "Account", PanelDescription = "Your password, keys and app passwords.", PanelRole = ""), Shared]
[method: ImportingConstructor]
public sealed class AccountPanel(IUserManager users, IAccountKeys keys, IAuthenticator authenticator, IPluginContext context) : IPanel
{
    /// <inheritdoc/>
    public ImmutableArray<PanelAct> Acts => AccountForms.Acts;

    /// <inheritdoc/>
    public ImmutableArray<PanelParameter> Filters => [];

    /// <inheritdoc/>
    public async Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var user = await SelfAsync(query.Caller, cancellationToken);
        return new View.Group([UserViews.One(user), KeyViews.All(await keys.ListAsync(user.Name, cancellationToken))]);
    }

    /// <inheritdoc/>
    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return IdentityPanels.AskAsync(async () =>
        {
            var user = await SelfAsync(call.Caller, cancellationToken);
            if (call.Arguments.FindText(AccountForms.Present.Name) is { } password) await ProveAsync(user, password, call.Caller, cancellationToken);
            return await ActAsync(call, user.Name, cancellationToken);
        });
    }

    private async Task<ActResult> ActAsync(ActCall call, string name, CancellationToken cancellationToken)
    {
        var (arguments, caller) = (call.Arguments, call.Caller);
        switch (call.Act)
        {
            case "passwd":
                await users.ChangeAsync(name, new UserChange { Password = arguments.GetText(AccountForms.Password.Name) }, caller, cancellationToken);
                return new("Your password was changed.");
            case "add-app-password":
                var wanted = new NewAppPassword(arguments.GetText(AccountForms.Label.Name))
                {
                    Protocols = arguments.FindTexts(AccountForms.Protocols.Name) ?? [User.AnyProtocol],
                    ExpiresAt = arguments.FindDuration(AccountForms.Lifetime.Name) is { } lifetime ? context.TimeProvider.GetUtcNow() + lifetime : null,
                };
                return new("The app password was made. It is shown this once.") { View = KeyViews.Once("App password", await keys.AddAppPasswordAsync(name, wanted, caller, cancellationToken)) };
            case "add-ssh-key":
                var key = await keys.AddSshKeyAsync(name, arguments.GetText(AccountForms.Line.Name), caller, cancellationToken);
                return new($"The SSH key {key.Fingerprint} was added.");
            case "begin-authenticator":
                var enrolment = await keys.BeginAuthenticatorAsync(name, caller, cancellationToken);
                return new("Give the secret to your app, then confirm it with a code within ten minutes.") { View = KeyViews.Enrolment(enrolment) };
            case "confirm-authenticator":
                var codes = await keys.ConfirmAuthenticatorAsync(name, arguments.GetText(AccountForms.Code.Name), caller, cancellationToken);
                return new("From now on a login by password takes a code. Keep the recovery codes; they are shown this once.") { View = KeyViews.Once("Recovery codes", [.. codes]) };
            default:
                await keys.RemoveAsync(name, arguments.GetText(AccountForms.Id.Name), caller, cancellationToken);
                return new("The key was removed.");
        }
    }

    private async Task<User> SelfAsync(Caller caller, CancellationToken cancellationToken) => await users.FindAsync(caller.Name, cancellationToken)
        ?? throw new PanelException(PanelError.NotFound, $"{caller.Name} has no account here; this is for users of the user database.");

    /// <summary>The surface has seen to it that nobody reads along; here it is only asked whether the password is right. Throttled and audited as a login is.</summary>
    private async Task ProveAsync(User user, string password, Caller caller, CancellationToken cancellationToken)
    {
        var client = new ClientInfo(caller.Surface, "") { RemoteAddress = caller.RemoteAddress ?? "local", IsEncrypted = true };
        switch (await authenticator.AuthenticateAsync(new PasswordCredential(user.Name, password), client, cancellationToken))
        {
            case AuthenticationResult.Succeeded { Principal.IsAppPassword: false }:
            case AuthenticationResult.Refused { Failure: AuthenticationFailure.SecondFactorRequired }:
                return;
            case AuthenticationResult.Refused { Failure: AuthenticationFailure.Throttled, RetryAfter: var wait }:
                throw new PanelException(PanelError.Denied, $"Too many attempts; try again in {Math.Ceiling(wait.TotalSeconds)} s.");
            default:
                throw new PanelException(PanelError.Denied, "The present password is wrong.");
        }
    }
}
