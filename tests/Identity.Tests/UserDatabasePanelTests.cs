using System.Collections.Immutable;
using PluginFramework.Identity.Databases;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

public sealed class UserDatabasePanelTests : IDisposable
{
    private readonly TestPluginContext _context = new("identity");
    private readonly InMemoryUserStore _store = new();
    private readonly LiveExportsFake<IUserStore> _live;

    public UserDatabasePanelTests() => _live = new(_store);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task View_ShowsWhatIsInUseAndWhatCouldBe()
    {
        await _store.CreateAsync(new User { Id = "", Name = "ann" }, [], Token);
        var table = (await NewPanel(Manager()).ViewAsync(new(IdentityKit.Cli), Token)).ShouldBeOfType<View.Table>();
        table.Rows.Select(row => string.Join('|', row.Cells.Select(cell => cell.Text))).ShouldBe(
        [
            $"{Used}|memory|In use|1|yes, removed users are kept|0|password, SCRAM, weak secrets of old protocols, app passwords, SSH keys, certificates, passkeys, authenticator app",
            "identity.unix||Disabled||||",
        ]);
        table.Rows.Select(row => row.Subject).ShouldBe([Used, "identity.unix"]);
    }

    [Fact]
    public async Task View_OfADatabaseThatDoesNotAnswer_SaysSo()
    {
        _store.Failure = new IOException("The disk is gone.");
        var fields = (await NewPanel(Manager()).ViewAsync(new(IdentityKit.Cli) { Subject = Used }, Token)).ShouldBeOfType<View.Fields>();
        fields.Items.Single(field => field.Name == "users").Value.Text.ShouldContain("does not answer");
    }

    [Fact]
    public async Task Choose_EnablesThatOne_ThenDisablesTheOthers()
    {
        var manager = Manager();
        var panel = NewPanel(manager);
        (await ActAsync(panel, "identity.unix", isDryRun: true)).Message.ShouldBe($"identity.unix would be used, and {Used} disabled.");
        manager.Find(Used)!.State.ShouldBe(PluginState.Active);
        (await ActAsync(panel, "identity.unix")).AuditDetail.ShouldBe($"and {Used} disabled");
        await panel.Switching;

        (manager.Find("identity.unix")!.State, manager.Find(Used)!.State, manager.Find("irc")!.State).ShouldBe((PluginState.Active, PluginState.Disabled, PluginState.Active));
    }

    [Fact]
    public async Task Choose_OfOneThatDoesNotRun_LeavesTheOneInUse()
    {
        var manager = Manager(broken: "identity.unix");
        var panel = NewPanel(manager);
        await ActAsync(panel, "identity.unix");
        await panel.Switching;
        manager.Find(Used)!.State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Choose_OfTheOneInUse_OrOfNone_ChangesNothing()
    {
        var manager = Manager();
        await manager.DisableAsync("identity.unix", IdentityKit.Cli, Token);
        (await ActAsync(NewPanel(manager), Used)).Message.ShouldContain("in use already");
        (await Should.ThrowAsync<PanelException>(() => ActAsync(NewPanel(manager), "irc"))).Error.ShouldBe(PanelError.NotFound);
    }

    /// <summary>The plugin that the fake of live exports names.</summary>
    private string Used => _live.Current[0].PluginId;

    private FakePluginManager Manager(string? broken = null) => new(
        new PluginStatus(Used, "1.0.0", PluginState.Active, null) { Exports = [typeof(IUserStore).FullName!] },
        new PluginStatus("identity.unix", "1.0.0", PluginState.Disabled, null) { Exports = [typeof(IUserStore).FullName!] },
        new PluginStatus("irc", "1.0.0", PluginState.Active, null)) { Broken = broken };

    private UserDatabasePanel NewPanel(IPluginManager manager) => new(_live, manager, _context);

    private static Task<ActResult> ActAsync(UserDatabasePanel panel, string plugin, bool isDryRun = false) => panel.ActAsync(
        new ActCall("choose", IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("plugin", PanelValue.Of(plugin)))) { IsDryRun = isDryRun }, Token);
}
