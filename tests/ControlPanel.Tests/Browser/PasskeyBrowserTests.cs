using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PluginFramework.ControlPanel.Tests.Browser;

/// <summary>Passkeys in a real browser with a device that its debugger pretends to have.</summary>
public sealed class PasskeyBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Passkey_Registered_LogsIn_ConfirmsAnAct_AndIsRemoved()
    {
        await using var visit = await Visit.BeginAsync(chromium, host: "localhost");
        await AddDeviceAsync(visit);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/account");
        await CheckAsync(visit);
        await visit.Page.GetByLabel("Name of a new passkey").FillAsync("laptop");
        await visit.PressAsync("Add a passkey");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("The passkey was added.");
        await Expect(visit.Page.Locator("tr", new() { HasText = "laptop" })).ToContainTextAsync("localhost");
        await CheckAsync(visit);
        await visit.Page.GetByLabel("Name of a new passkey").FillAsync("once more");
        await visit.PressAsync("Add a passkey");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has a passkey of yours already");

        await visit.PressAsync("Log out");
        await visit.GoAsync("/panel/p/user");
        await visit.PressAsync("Log in with a passkey");
        await Expect(visit.Page).ToHaveTitleAsync("Users – Control panel");

        visit.Server.Clock.Advance(TimeSpan.FromHours(1));
        await visit.GoAsync("/panel/p/user");
        await visit.Page.Locator("tbody tr", new() { HasText = "alice" }).Locator("summary").ClickAsync();
        await visit.FollowAsync("Remove alice");
        await Expect(visit.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        await CheckAsync(visit);
        await visit.PressAsync("Use a passkey instead");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("alice was removed");

        visit.Server.Clock.Advance(TimeSpan.FromHours(1));
        await visit.GoAsync("/panel/bulk/user?_act=remove&_row=root");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" })).ToBeVisibleAsync();

        await visit.GoAsync("/panel/account");
        await Expect(visit.Page.GetByLabel("Your password")).ToBeVisibleAsync(); // to add one, since the last proof is a while ago
        await visit.PressAsync("Remove laptop");
        await CheckAsync(visit);
        await visit.PressAsync("Use a passkey instead");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("The passkey was removed.");
        await visit.PressAsync("Log out");
        await visit.PressAsync("Log in with a passkey");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("not accepted");
        await CheckAsync(visit);
    }

    [Fact]
    public async Task Passkey_OfADeviceThatVerifiesNobody_IsNotTaken()
    {
        await using var visit = await Visit.BeginAsync(chromium, host: "localhost");
        await AddDeviceAsync(visit, verifies: false);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/account");
        await visit.Page.GetByLabel("Name of a new passkey").FillAsync("laptop");
        await visit.PressAsync("Add a passkey");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The browser gave no passkey");
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public async Task Passkeys_WithoutScriptOrAtAnAddressWithoutAName_AreNotOffered(string host, bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript, host: host);
        await visit.GoAsync("/panel/login");
        await Expect(visit.Page.GetByText("Log in with a passkey")).ToBeHiddenAsync();
        await visit.LogInAsync();
        await visit.GoAsync("/panel/account");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Passkeys" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Add a passkey")).ToBeHiddenAsync();
        if (hasScript) await Expect(visit.Page.Locator("main")).ToContainTextAsync("This one has neither.");
    }

    private static async Task AddDeviceAsync(Visit visit, bool verifies = true)
    {
        var debugger = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await debugger.SendAsync("WebAuthn.enable");
        await debugger.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = verifies, ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private async Task CheckAsync(Visit visit) => (await visit.FindWithAxeAsync(chromium.Axe)).ShouldBeEmpty();
}
