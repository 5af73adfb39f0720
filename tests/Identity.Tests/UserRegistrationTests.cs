using System.Collections.Immutable;
using PluginFramework.Identity.Registration;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class UserRegistrationTests : IDisposable
{
    private const string Password = "battery staple";

    private readonly IdentityKit _kit = new(new() { RegistrationRoles = ["member"], RegistrationProtocols = ["irc", "http"] });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Off_IsTheDefault_AndRefusesEverybody()
    {
        _kit.Registration.Mode.ShouldBe(RegistrationMode.Off);
        (await RefusalAsync("ann")).ShouldBe(IdentityError.RegistrationClosed);
        (await _kit.Manager.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Open_LetsPeopleInAtOnce_WithWhatTheOperatorSettled()
    {
        _kit.Options.Registration = RegistrationMode.Open;
        var ann = await RegisterAsync("ann");
        (ann.IsDisabled, ann.Roles.Single(), string.Join(' ', ann.Protocols)).ShouldBe((false, "member", "irc http"));
        (await _kit.LoginAsync("ann", Password, IdentityKit.Local with { Protocol = "irc" })).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await RefusalAsync("ANN")).ShouldBe(IdentityError.UserExists);
        _kit.Audit.Events.Where(entry => entry.Action == "user.register").Select(entry => $"{entry.Outcome} {entry.Actor} {entry.RemoteAddress}").ShouldBe(["ok visitor 192.0.2.1", "user-exists visitor 192.0.2.1"]);
    }

    [Fact]
    public async Task Approval_KeepsPeopleOutUntilAnOperatorApproves()
    {
        _kit.Options.Registration = RegistrationMode.Approval;
        await RegisterAsync("ann");
        await RegisterAsync("bob");
        await _kit.AddAsync("cy");
        var client = IdentityKit.Local with { Protocol = "irc" };
        (await _kit.FailAsync("ann", Password, client)).ShouldBe(AuthenticationFailure.AccountDisabled);
        var panel = new RegistrationPanel(_kit.Registration);
        (await panel.ViewAsync(new(IdentityKit.Cli), Token)).ShouldBeOfType<View.Table>().Rows.Select(row => row.Subject).ShouldBe(["ann", "bob"]);
        (await panel.ActAsync(Call("approve", "ann") with { IsDryRun = true }, Token)).Message.ShouldBe("ann would be approved.");
        (await panel.ActAsync(Call("approve", "ann"), Token)).Message.ShouldBe("ann is approved and can log in.");
        (await panel.ActAsync(Call("refuse", "bob"), Token)).Message.ShouldBe("bob is refused and deleted.");

        (await _kit.LoginAsync("ann", Password, client)).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal.Roles.ShouldBe(["member"]);
        (await _kit.Manager.FindAsync("bob", Token)).ShouldBeNull();
        (await _kit.Store.FindRemovedAsync("bob", Token)).ShouldBeNull("their name is free");
        (await Should.ThrowAsync<PanelException>(() => panel.ActAsync(Call("refuse", "cy"), Token))).Error.ShouldBe(PanelError.NotFound, "only those who wait are refused");
        (await Should.ThrowAsync<PanelException>(() => panel.ActAsync(Call("refuse", "ann"), Token))).Error.ShouldBe(PanelError.NotFound);
        (await panel.ViewAsync(new(IdentityKit.Cli), Token)).ShouldBeOfType<View.Table>().Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Address_ThatAsksForTooMany_MustWait_AndNobodyElse()
    {
        _kit.Options.Registration = RegistrationMode.Open;
        await RegisterAsync("a1");
        (await RefusalAsync("a1")).ShouldBe(IdentityError.UserExists);
        await RegisterAsync("a2");
        (await RefusalAsync("a3")).ShouldBe(IdentityError.Throttled, "names that are taken count too");
        (await _kit.Registration.RegisterAsync("b1", Password, IdentityKit.Remote with { RemoteAddress = "192.0.2.2" }, Token)).ShouldNotBeNull();
        _kit.Context.Clock.Advance(TimeSpan.FromHours(1));
        await RegisterAsync("a3");
    }

    [Fact]
    public async Task Waiting_AreBounded()
    {
        (_kit.Options.Registration, _kit.Options.MaxWaitingRegistrations) = (RegistrationMode.Approval, 2);
        await RegisterAsync("a1");
        await RegisterAsync("a2");
        (await RefusalAsync("a3")).ShouldBe(IdentityError.RegistrationClosed);
    }

    [Theory]
    [InlineData("not good!", Password, IdentityError.InvalidName)]
    [InlineData("ann", "short", IdentityError.InvalidPassword)]
    public async Task WhatIsWrong_IsSaid(string name, string password, IdentityError error)
    {
        _kit.Options.Registration = RegistrationMode.Open;
        (await Should.ThrowAsync<IdentityException>(() => _kit.Registration.RegisterAsync(name, password, IdentityKit.Remote, Token))).Error.ShouldBe(error);
    }

    private static ActCall Call(string act, string name) => new(act, IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(name))));

    private Task<User> RegisterAsync(string name) => _kit.Registration.RegisterAsync(name, Password, IdentityKit.Remote, Token);

    private async Task<IdentityError> RefusalAsync(string name) => (await Should.ThrowAsync<IdentityException>(() => RegisterAsync(name))).Error;
}
