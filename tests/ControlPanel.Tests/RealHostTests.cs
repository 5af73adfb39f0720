using System.Net;
using System.Reflection;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>What only shows where the plugins are built, loaded and replaced as in the daemon.</summary>
public sealed class RealHostTests
{
    private const string Password = "correct horse", Login = "panel/login", Account = "panel/account";

    private static readonly Caller Cli = new("cli:test", "control") { Roles = [WellKnownRoles.Operator] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passkeys_LogIn_AndThePluginsAreFreedWhenTheyAreReloaded()
    {
        await using var panel = await PanelHost.StartAsync();
        await panel.Host.Panels.ActAsync("user", ActRequest.Of("add", ("name", "root"), ("password", Password), ("roles", WellKnownRoles.Operator)), Cli, cancellationToken: Token);
        using var device = new SoftwareAuthenticator { Origin = panel.Address.GetLeftPart(UriPartial.Authority) };
        using (var client = panel.NewClient())
        {
            await PanelHost.PostAsync(client, Login, Login, HttpStatusCode.SeeOther, ("_step", "password"), ("name", "root"), ("password", Password));
            var made = device.Create(await PanelHost.PostAsync(client, Account, "panel/passkey/register", HttpStatusCode.OK));
            await PanelHost.PostAsync(client, Account, "panel/account/passkey", HttpStatusCode.SeeOther, ("label", "laptop"), ("_passkey", made));
        }

        for (var round = 0; round < 3; round++)
        {
            using var client = panel.NewClient();
            var answer = device.Get(await PanelHost.PostAsync(client, Login, "panel/passkey/login", HttpStatusCode.OK));
            await PanelHost.PostAsync(client, Login, Login, HttpStatusCode.SeeOther, ("_step", "passkey"), ("_passkey", answer));
            (await client.GetStringAsync(new Uri(Account, UriKind.Relative), Token)).ShouldContain("laptop");
            foreach (var plugin in (string[])["identity", "control-panel"])
            {
                (await panel.Host.Plugins.ReloadAsync(plugin, Token)).State.ShouldBe(PluginState.Active);
                await panel.Host.WhenUnloadedAsync();
            }
        }

        panel.Host.PendingUnloads.ShouldBe(0);
        panel.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), panel.Log.ToString());
        panel.Audit.Events.Count(entry => entry is { Action: "login", Outcome: "ok", Detail: "passkey" }).ShouldBe(3);
    }

    [Fact]
    public async Task UserDatabase_ChosenOnTheSetUpPage_IsTheOneTheAdministratorIsMadeIn()
    {
        await using var panel = await PanelHost.StartAsync(("Memory", OtherDatabase()));
        var link = await panel.ReadLinkAsync();
        var path = new Uri(link).PathAndQuery;
        var token = path.Split("?token=")[1];
        using var client = panel.NewClient();
        (await client.GetStringAsync(new Uri(path, UriKind.Relative), Token)).ShouldContain("Use other-users");
        await PanelHost.PostAsync(client, path, "panel/setup/database", HttpStatusCode.OK, ("token", token), ("plugin", "other-users"));
        await panel.EventuallyAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
            return response.StatusCode == HttpStatusCode.OK && (await response.Content.ReadAsStringAsync(Token)).Contains("Use identity.sqlite");
        }, "the other database");
        await panel.Host.WhenSettledAsync(Token);
        (await panel.ReadLinkAsync()).ShouldBe(link);

        await PanelHost.PostAsync(client, path, "panel/setup", HttpStatusCode.SeeOther, ("token", token), ("name", "boss"), ("password", Password), ("again", Password));
        (await client.GetStringAsync(new Uri("panel/setup/done", UriKind.Relative), Token)).ShouldContain("<strong>memory</strong>");
        panel.Audit.Events.ShouldContain(entry => entry.Action == "user-database.choose" && entry.Actor == "setup" && entry.Outcome == "ok");
    }

    /// <summary>The tests' store in memory as a plugin of its own, of a lower rank than the other.</summary>
    private static PluginSource OtherDatabase()
    {
        var code = File.ReadAllText(typeof(RealHostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "MemoryStore").Value!);
        return new("OtherUsers", code
            .Replace("namespace PluginFramework.TestUtilities;", "[assembly: Plugin(\"other-users\")]\nnamespace OtherUsers;", StringComparison.Ordinal)
            .Replace("public sealed class InMemoryUserStore", "[Export(typeof(IUserStore)), Rank(-10), Shared]\npublic sealed class InMemoryUserStore", StringComparison.Ordinal));
    }
}
