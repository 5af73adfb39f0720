using System.Collections.Immutable;
using PluginFramework.Identity.Removal;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class RemovedUsersTests : IDisposable
{
    private static readonly string Fingerprint = new('a', 64);
    private readonly IdentityKit _kit = new();
    private readonly RemovedUserPanel _panel;

    public RemovedUsersTests() => _panel = new(_kit.Removed);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Removed_LogInByNothing_AndTheirSessionsAreToEnd()
    {
        var told = new List<UserChanged>();
        _kit.Observers.Add(new Observer(told.Add));
        var ann = await _kit.AddAsync("ann");
        await _kit.Manager.ChangeAsync("ann", new() { CertificateFingerprints = [Fingerprint] }, IdentityKit.Cli, Token);
        var appPassword = await _kit.Keys.AddAppPasswordAsync("ann", new("mail"), IdentityKit.Cli, Token);
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);

        Credential[] proofs =
        [
            new PasswordCredential("ann", IdentityKit.Password), new PasswordCredential("ann", appPassword), new TokenCredential(appPassword),
            new CertificateCredential("", Fingerprint),
        ];
        foreach (var proof in proofs)
            (await _kit.Authenticator.AuthenticateAsync(proof, IdentityKit.Local, Token)).ShouldBeOfType<AuthenticationResult.Refused>(proof.GetType().Name);
        (told[^1].UserId, told[^1].IsGone, told[^1].EndsSessions).ShouldBe((ann.Id, true, true));
        (await _kit.Manager.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Restored_AreAsTheyWere_WithPasswordAndKeys()
    {
        var ann = await _kit.AddAsync("ann");
        var appPassword = await _kit.Keys.AddAppPasswordAsync("ann", new("mail"), IdentityKit.Cli, Token);
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        _kit.Context.Clock.Advance(TimeSpan.FromDays(29));
        (await ActAsync("restore", "ANN")).Message.ShouldBe("ann is restored.");

        (await _kit.LoginAsync("ann")).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal.UserId.ShouldBe(ann.Id);
        (await _kit.LoginAsync("ann", appPassword)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        _kit.Audit.Events.Where(entry => entry.Action is "user.remove" or "user.restore").Select(entry => entry.Outcome).ShouldBe(["ok", "ok"]);
    }

    [Fact]
    public async Task Restored_DoNotGetACertificateBackThatLogsAnotherIn()
    {
        await _kit.AddAsync("ann");
        await _kit.Manager.ChangeAsync("ann", new() { CertificateFingerprints = [Fingerprint] }, IdentityKit.Cli, Token);
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        await _kit.AddAsync("bob");
        await _kit.Manager.ChangeAsync("bob", new() { CertificateFingerprints = [Fingerprint] }, IdentityKit.Cli, Token);
        await ActAsync("restore", "ann");

        (await _kit.Keys.ListAsync("ann", Token)).ShouldBeEmpty();
        (await _kit.Authenticator.AuthenticateAsync(new CertificateCredential("", Fingerprint), IdentityKit.Local, Token))
            .ShouldBeOfType<AuthenticationResult.Succeeded>().Principal.UserName.ShouldBe("bob");
    }

    [Fact]
    public async Task Name_OfSomebodyRemoved_IsTakenUntilTheyAreDeleted()
    {
        var first = await _kit.AddAsync("ann");
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        (await Should.ThrowAsync<IdentityException>(() => _kit.AddAsync("Ann"))).Message.ShouldContain("kept until 2026-01-31");
        (await ActAsync("purge", "ann")).Message.ShouldBe("ann is deleted for good.");

        (await _kit.AddAsync("ann")).Id.ShouldNotBe(first.Id);
        (await Should.ThrowAsync<PanelException>(() => ActAsync("restore", "ann"))).Error.ShouldBe(PanelError.NotFound);
    }

    [Fact]
    public async Task Removed_WhoseTimeIsOver_AreNobody_AndTheirNameIsFree()
    {
        var first = await _kit.AddAsync("ann");
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        _kit.Context.Clock.Advance(TimeSpan.FromDays(30));

        (await Should.ThrowAsync<PanelException>(() => ActAsync("restore", "ann"))).Error.ShouldBe(PanelError.NotFound);
        (await _kit.AddAsync("ann")).Id.ShouldNotBe(first.Id);
        _kit.Audit.Events.Single(entry => entry.Action == "user.purge").Actor.ShouldBe("system:identity");
    }

    [Fact]
    public async Task Sweep_DeletesThoseWhoseTimeIsOver_AndNobodyElse()
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob");
        await _kit.AddAsync("cy");
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        _kit.Context.Clock.Advance(TimeSpan.FromDays(1));
        await _kit.Manager.RemoveAsync("bob", IdentityKit.Cli, Token);
        using var sweep = new RemovedUsersSweep(_kit.Removed, _kit.Context);
        await sweep.StartAsync(Token);
        _kit.Context.Clock.Advance(TimeSpan.FromDays(29));
        while (await _kit.Store.FindRemovedAsync("ann", Token) is not null) await Task.Yield();
        await sweep.StopAsync(Token);

        (await _kit.Store.ListRemovedAsync(new(), Token)).Select(user => user.Name).ShouldBe(["bob"]);
        (await _kit.Manager.FindAsync("cy", Token)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remove_WhereNobodyIsKept_IsForGood(bool byOption)
    {
        _kit.Options.KeepRemoved = byOption ? TimeSpan.Zero : _kit.Options.KeepRemoved;
        _kit.Store.KeepsRemoved = byOption;
        using var kit = new IdentityKit(_kit.Options);
        kit.Store.KeepsRemoved = byOption;
        await kit.AddAsync("ann");
        var panel = kit.UserPanel;
        var call = new ActCall("remove", IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of("ann"))));

        (await panel.ActAsync(call with { IsDryRun = true }, Token)).Message.ShouldBe("ann would be deleted for good.");
        (await panel.ActAsync(call, Token)).Message.ShouldBe("ann was deleted for good.");
        (await kit.AddAsync("ann")).ShouldNotBeNull();
        (await kit.Removed.ListAsync(new(), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Panel_ListsWhoIsKept_AndADryRunChangesNothing()
    {
        await _kit.AddAsync("ann");
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        var table = (await _panel.ViewAsync(new(IdentityKit.Cli), Token)).ShouldBeOfType<View.Table>();
        var row = table.Rows.ShouldHaveSingleItem();
        row.Subject.ShouldBe("ann");
        row.Cells[^1].AsTime().ShouldBe(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero));

        (await ActAsync("restore", "ann", isDryRun: true)).Message.ShouldBe("ann would be restored.");
        (await ActAsync("purge", "ann", isDryRun: true)).Message.ShouldBe("ann would be deleted for good.");
        (await _panel.ViewAsync(new(IdentityKit.Cli) { Subject = "ann" }, Token)).ShouldBeOfType<View.Fields>();
        (await Should.ThrowAsync<PanelException>(() => ActAsync("restore", "bob", isDryRun: true))).Error.ShouldBe(PanelError.NotFound);
    }

    private Task<ActResult> ActAsync(string act, string name, bool isDryRun = false) => _panel.ActAsync(
        new ActCall(act, IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(name)))) { IsDryRun = isDryRun }, Token);

    private sealed class Observer(Action<UserChanged> onChange) : IUserObserver
    {
        public void OnUserChanged(string name) => throw new InvalidOperationException("The other one is called.");

        public void OnUserChanged(UserChanged change) => onChange(change);
    }
}
