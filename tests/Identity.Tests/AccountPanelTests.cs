using System.Collections.Immutable;
using PluginFramework.Identity.Accounts;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class AccountPanelTests : IDisposable
{
    private static readonly Caller Ann = new("ann", "http") { RemoteAddress = "192.0.2.1" };
    private readonly IdentityKit _kit = new();
    private readonly AccountPanel _panel;

    public AccountPanelTests() => _panel = new AccountPanel(_kit.Manager, _kit.Keys, _kit.Authenticator, _kit.Context);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Passwd_TakesThePresentPassword()
    {
        await _kit.AddAsync("ann");
        (await Should.ThrowAsync<PanelException>(ActAsync("passwd", ("present", "not it"), ("password", "a new password")))).Error.ShouldBe(PanelError.Denied);
        await ActAsync("passwd", ("present", IdentityKit.Password), ("password", "a new password"));
        (await _kit.LoginAsync("ann", "a new password")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        _kit.Audit.Events.Last(entry => entry.Action == "user.change").Actor.ShouldBe("ann");
    }

    [Fact]
    public async Task AppPassword_IsNoProofForChangingTheAccount()
    {
        await _kit.AddAsync("ann");
        var made = await ActAsync("add-app-password", ("present", IdentityKit.Password), ("label", "phone"));
        var password = made.View.ShouldBeOfType<View.Text>().Content;
        (await Should.ThrowAsync<PanelException>(ActAsync("passwd", ("present", password), ("password", "a new password")))).Error.ShouldBe(PanelError.Denied);
        made.Message.ShouldNotContain(password);
        made.AuditDetail.ShouldBeNull();
    }

    [Fact]
    public async Task View_IsOfOnesOwnAccount_WhateverSubjectIsAskedFor()
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob");
        var view = await _panel.ViewAsync(new(Ann) { Subject = "bob" }, Token);
        view.ShouldBeOfType<View.Group>().Items.OfType<View.Fields>().Single().Items[0].Value.Text.ShouldBe("ann");
        (await Should.ThrowAsync<PanelException>(_panel.ViewAsync(new(IdentityKit.Cli), Token))).Message.ShouldContain("has no account here");
    }

    [Fact]
    public void Acts_AreForEverybody() => _panel.Acts.ShouldAllBe(act => act.Role == null && act.IsAuditedBelow);

    private Task<ActResult> ActAsync(string act, params (string Name, string Value)[] arguments) => _panel.ActAsync(
        new(act, Ann, new(arguments.ToImmutableDictionary(pair => pair.Name, pair => PanelValue.Of(pair.Value)))), Token);
}
