using System.Collections.Immutable;
using PluginFramework.Network;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class UserInvitationsTests : IDisposable
{
    private static readonly ClientInfo Browser = new("http", "http-1") { RemoteAddress = "192.0.2.7", IsEncrypted = true };
    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Invitation_LetsTheUserSetAPasswordOnce()
    {
        var link = await InviteAsync("ann");
        (link.Token.Length, link.Address, link.ExpiresAt).ShouldBe((43, $"/panel/welcome?token={link.Token}", new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero)));
        (await _kit.FailAsync("ann")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await _kit.Invitations.FindAsync(link.Token, Browser, Token)).ShouldBe("ann");
        (await _kit.Invitations.AcceptAsync(link.Token, "battery staple", Browser, Token)).Roles.ShouldBe(["staff"]);

        (await _kit.LoginAsync("ann", "battery staple")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await RefusalAsync(() => _kit.Invitations.AcceptAsync(link.Token, "another horse", Browser, Token))).ShouldBe(IdentityError.InvalidLink);
        _kit.Audit.Events.Where(entry => entry.Action.StartsWith("user.", StringComparison.Ordinal)).Select(entry => $"{entry.Action} {entry.Outcome} {entry.Actor}")
            .ShouldBe(["user.invite ok cli:test", "user.accept ok ann", "user.accept invalid-link "]);
    }

    [Fact]
    public async Task Token_IsKeptAsAHashOnly()
    {
        var link = await InviteAsync("ann");
        var ann = await _kit.Store.FindAsync("ann", Token);
        (await _kit.Store.GetSecretsAsync(ann!.Id, Token)).ShouldAllBe(secret => !secret.Value.Contains(link.Token));
        link.ToString().ShouldNotContain(link.Token);
        _kit.Audit.Events.ShouldAllBe(entry => !entry.ToString().Contains(link.Token));
    }

    [Fact]
    public async Task Link_UsedTwiceAtOnce_CountsOnce()
    {
        var link = await InviteAsync("ann");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            try
            {
                await _kit.Invitations.AcceptAsync(link.Token, $"battery staple {number}", Browser, Token);
                return true;
            }
            catch (IdentityException refusal) when (refusal.Error == IdentityError.InvalidLink)
            {
                return false;
            }
        }));
        outcomes.Count(succeeded => succeeded).ShouldBe(1);
    }

    [Theory]
    [InlineData("old")]
    [InlineData("disabled")]
    [InlineData("removed")]
    [InlineData("revoked")]
    [InlineData("another link")]
    [InlineData("another password")]
    public async Task Link_ThatHasEnded_IsRefusedAsAnUnknownOneIs(string why)
    {
        var link = await InviteAsync("ann");
        if (why == "old") _kit.Context.Clock.Advance(TimeSpan.FromDays(3));
        if (why == "disabled") await _kit.Manager.ChangeAsync("ann", new() { IsDisabled = true }, IdentityKit.Cli, Token);
        if (why == "removed") await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        if (why == "revoked") await _kit.Keys.RemoveAsync("ann", (await _kit.Keys.ListAsync("ann", Token)).Single(key => key.Kind == AccountKeyKind.OneTimeLink).Id, IdentityKit.Cli, Token);
        if (why == "another link") await _kit.Invitations.ResetAsync("ann", IdentityKit.Cli, Token);
        if (why == "another password") await _kit.Manager.ChangeAsync("ann", new() { Password = "another horse" }, IdentityKit.Cli, Token);

        var known = await Should.ThrowAsync<IdentityException>(() => _kit.Invitations.AcceptAsync(link.Token, "battery staple", Browser, Token));
        var unknown = await Should.ThrowAsync<IdentityException>(() => _kit.Invitations.AcceptAsync(new string('A', 43), "battery staple", Browser, Token));
        (known.Error, known.Message).ShouldBe((IdentityError.InvalidLink, unknown.Message));
        (await RefusalAsync(() => _kit.Invitations.FindAsync(link.Token, Browser, Token))).ShouldBe(IdentityError.InvalidLink);
    }

    [Fact]
    public async Task Reset_TakesThePasswordAtOnce_EndsSessions_AndKeepsKeys()
    {
        var told = new List<UserChanged>();
        _kit.Observers.Add(new Observer(told.Add));
        await _kit.AddAsync("ann");
        var appPassword = await _kit.Keys.AddAppPasswordAsync("ann", new("mail"), IdentityKit.Cli, Token);
        var link = await _kit.Invitations.ResetAsync("ANN", IdentityKit.Cli, Token);

        (await _kit.FailAsync("ann")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (told[^1].EndsSessions, told[^1].IsGone).ShouldBe((true, false));
        await _kit.Invitations.AcceptAsync(link.Token, "battery staple", Browser, Token);
        (await _kit.LoginAsync("ann", "battery staple")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await _kit.LoginAsync("ann", appPassword)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await _kit.Keys.ListAsync("ann", Token)).ShouldHaveSingleItem().Kind.ShouldBe(AccountKeyKind.AppPassword);
    }

    [Fact]
    public async Task Accept_OfABadPassword_LeavesTheLinkGood()
    {
        var link = await InviteAsync("ann");
        (await RefusalAsync(() => _kit.Invitations.AcceptAsync(link.Token, "short", Browser, Token))).ShouldBe(IdentityError.InvalidPassword);
        await _kit.Invitations.AcceptAsync(link.Token, "battery staple", Browser, Token);
    }

    [Fact]
    public async Task Guesses_OfOneAddress_AreHeldOff()
    {
        var link = await InviteAsync("ann");
        for (var guess = 0; guess < _kit.Options.AddressFailures; guess++)
            (await RefusalAsync(() => _kit.Invitations.FindAsync(new string('A', 43), Browser, Token))).ShouldBe(IdentityError.InvalidLink);
        (await RefusalAsync(() => _kit.Invitations.FindAsync(link.Token, Browser, Token))).ShouldBe(IdentityError.Throttled);
        (await _kit.Invitations.FindAsync(link.Token, IdentityKit.Local, Token)).ShouldBe("ann");
        _kit.Context.Clock.Advance(TimeSpan.FromSeconds(2));
        (await _kit.Invitations.FindAsync(link.Token, Browser, Token)).ShouldBe("ann");
    }

    [Fact]
    public async Task Panel_ShowsTheLinkOnce_AndADryRunMakesNone()
    {
        var panel = _kit.UserPanel;
        var call = new ActCall("invite", IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of("ann")).Add("roles", PanelValue.Of(["staff"]))));
        (await panel.ActAsync(call with { IsDryRun = true }, Token)).Message.ShouldBe("ann would be invited.");
        (await _kit.Manager.FindAsync("ann", Token)).ShouldBeNull();
        var fields = (await panel.ActAsync(call, Token)).View.ShouldBeOfType<View.Fields>();
        await _kit.Invitations.AcceptAsync(fields.Items.Single(field => field.Name == "token").Value.Text, "battery staple", Browser, Token);

        (await panel.ActAsync(call with { Act = "reset", IsDryRun = true, Arguments = new(call.Arguments.Values.Remove("roles")) }, Token)).Message.ShouldContain("would be taken away");
        (await _kit.LoginAsync("ann", "battery staple")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await panel.ActAsync(call with { Act = "reset", Arguments = new(call.Arguments.Values.Remove("roles")) }, Token)).View.ShouldBeOfType<View.Fields>();
        (await _kit.FailAsync("ann", "battery staple")).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    private Task<OneTimeLink> InviteAsync(string name) => _kit.Invitations.InviteAsync(new NewUser(name, null) { Roles = ["staff"] }, IdentityKit.Cli, Token);

    private static async Task<IdentityError> RefusalAsync(Func<Task> action) => (await Should.ThrowAsync<IdentityException>(action)).Error;

    private sealed class Observer(Action<UserChanged> onChange) : IUserObserver
    {
        public void OnUserChanged(string name) => throw new InvalidOperationException("The other one is called.");

        public void OnUserChanged(UserChanged change) => onChange(change);
    }
}
