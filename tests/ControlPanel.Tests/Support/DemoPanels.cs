using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>The panels of a host that is in use: some well, some not.</summary>
internal static class DemoPanels
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static IEnumerable<NamedPanel> Of(TestUsers users, IUserInvitations invitations, IWebSessions browsers) =>
    [
        new("health", "Health", new TestPanel { Shown = _ => Health }) { Description = "Whether all is well, and if not, why." },
        new("plugin", "Plugins", new PluginPanel(new Manager(), new PluginHolds(() => []))) { Description = "What is composed here, how it stands and why." },
        new("endpoint", "Endpoints", new EndpointPanel(new Endpoints())) { Description = "Where the daemon listens, and where it could not." },
        new("session", "Connections", Sessions) { Description = "Who is connected; a connection can be ended." },
        new("log", "Log", new TestPanel { Shown = _ => Log, Filters = LogFilters }) { Description = "The latest entries of the log." },
        new("config", "Configuration", Configuration) { Description = "What is configured, and whence." },
        new("job", "Jobs", Jobs) { Description = "Things that take their time.", Plugin = "jobs" },
        new("user", "Users", TestIdentity.UserPanel(users, invitations, browsers)) { Description = "Who may log in, over what and as what.", Plugin = "identity" },
        new("removed-user", "Removed users", TestIdentity.RemovedUserPanel(users)) { Description = "Who was removed and can still be restored.", Plugin = "identity" },
        new("user-session", "User sessions", TestIdentity.UserSessionPanel(users, browsers)) { Description = "Where users are logged in.", Plugin = "identity" },
        new("note", "Notes", new TestPanel { Shown = _ => new View.Text("For everybody.") }) { Description = "What everybody may read.", Plugin = "notes", Role = "" },
    ];

    private static View Health => new View.Fields(
    [
        new("state", "State", PanelValue.Of("degraded")) { Tone = ViewTone.Warning },
        new("reasons", "Reasons", PanelValue.Of(["Waiting: ldap", "The certificate CN=host is valid until 2026-12-02"])),
        new("version", "Version", PanelValue.Of("1.0.0")), new("uptime", "Up", PanelValue.Of((TimeSpan?)new TimeSpan(3, 4, 5, 6))),
        new("workingSet", "Working set", PanelValue.OfSize(143_654_912)), new("managedHeap", "Managed heap", PanelValue.OfSize(31_457_280)),
        new("pluginsActive", "Plugins Active", PanelValue.Of(6)) { Tone = ViewTone.Good }, new("pluginsWaiting", "Plugins Waiting", PanelValue.Of(1)) { Tone = ViewTone.Warning },
        new("endpoints", "Endpoints", PanelValue.Of(4)), new("connections", "Connections", PanelValue.Of(2)),
        new("certificateExpires", "Certificate until", PanelValue.Of(Noon.AddDays(9))) { Tone = ViewTone.Warning },
    ]);

    private static TestPanel Sessions => new()
    {
        Acts = [new("kick", "End") { Description = "Ends a connection.", Parameters = [new("id") { Label = "Connection", IsRequired = true }], Confirmation = "End the connection?", CanDryRun = true }],
        Filters = [new("protocol") { Label = "Protocol" }, new("user") { Label = "User" }],
        Shown = _ => new View.Table(
            [new("id", "Connection"), new("protocol", "Protocol"), new("remoteAddress", "From"), new("user", "User"), new("since", "Since"), new("age", "Age"), new("encrypted", "Encrypted")],
            [
                new([PanelValue.Of("irc-17"), PanelValue.Of("irc"), PanelValue.Of("192.0.2.44"), PanelValue.Of("alice"), PanelValue.Of(Noon), PanelValue.Of((TimeSpan?)TimeSpan.FromMinutes(71)), PanelValue.Of(true)]) { Subject = "irc-17" },
                new([PanelValue.Of("http-3"), PanelValue.Of("http"), PanelValue.Of("127.0.0.1"), PanelValue.Of("root"), PanelValue.Of(Noon), PanelValue.Of((TimeSpan?)TimeSpan.FromSeconds(12)), PanelValue.Of(false)]) { Subject = "http-3" },
            ]),
    };

    private static ImmutableArray<PanelParameter> LogFilters =>
    [
        new("level") { Label = "Level", Choices = ["trace", "debug", "information", "warning", "error", "critical"] }, new("category") { Label = "Category" }, new("text") { Label = "Text" },
        new("count", PanelParameterKind.WholeNumber) { Label = "Count", Minimum = 1, Maximum = 2000, Default = "200", Unit = "entries" },
    ];

    private static View Log => new View.Log(
    [
        .. Enumerable.Range(0, 60).Select(index => new ViewLogLine(Noon.AddSeconds(index), index % 17 == 9 ? "Warning" : index == 50 ? "Error" : "Information", index % 3 == 0 ? "irc" : "http",
            index == 50 ? "The store did not answer.\nSystem.IO.IOException: disk\n   at Store.Read()" : $"Connection {index} was accepted from 192.0.2.{index}.")
        {
            Tone = index % 17 == 9 ? ViewTone.Warning : index == 50 ? ViewTone.Bad : ViewTone.Neutral,
        }),
    ]);

    private static TestPanel Configuration => new()
    {
        Acts =
        [
            new("set", "Set") { Description = "Sets a key in the file, once all is checked.", Parameters = [new("key") { Label = "Key", IsRequired = true }, new("value", PanelParameterKind.LongText) { Label = "Value", IsRequired = true }], CanDryRun = true },
            new("unset", "Unset") { Description = "Removes a key from the file.", Parameters = [new("key") { Label = "Key", IsRequired = true }], CanDryRun = true },
            new("validate", "Validate") { Description = "Checks the file.", IsReadOnly = true },
        ],
        Filters = [new("set", PanelParameterKind.Flag) { Label = "Only what is set" }],
        Shown = query => query.Subject?.Contains(':', StringComparison.Ordinal) == true
            ? new View.Fields([new("key", "Key", PanelValue.Of(query.Subject)), new("value", "Value", PanelValue.Of("irc.example.org")), new("default", "Default", PanelValue.Of("irc.localhost"))])
            : new View.Table(
                [new("key", "Key"), new("value", "Value"), new("default", "Default"), new("origin", "Set at"), new("description", "Meaning")],
                [
                    Key("logLevel", null, "Information", "default", "How much is logged.", "host"),
                    Key("plugins:irc:serverName", "irc.example.org", "irc.localhost", "/srv/pluginhost/pluginhost.json:12:5", "The name the server gives in its replies, a host name with a dot.", "irc"),
                    Key("plugins:irc:pingInterval", null, "00:02:00", "default", "How long a client may be silent before it is pinged.", "irc"),
                    Key("plugins:irc:floodBurst", "80", "50", "the environment variable PLUGINHOST_PLUGINS__IRC__FLOODBURST", "How many commands a client may send at once before it is slowed down.", "irc"),
                ]),
    };

    private static ViewRow Key(string key, string? value, string standard, string origin, string meaning, string owner) =>
        new([PanelValue.Of(key), PanelValue.Of(value), PanelValue.Of(standard), PanelValue.Of(origin), PanelValue.Of(meaning)]) { Subject = owner };

    /// <summary>An act that ends when it is told to, and one with every kind of parameter.</summary>
    public static TestPanel Jobs { get; } = new()
    {
        Acts =
        [
            new("start", "Start") { Description = "Starts a job.", CanDryRun = true, Parameters = [
                new("title") { Label = "Title", Description = "What to call it.", IsRequired = true, Minimum = 3, Maximum = 40 },
                new("notes", PanelParameterKind.LongText) { Label = "Notes" },
                new("workers", PanelParameterKind.WholeNumber) { Label = "Workers", Minimum = 1, Maximum = 64, Default = "4", Unit = "threads" },
                new("share", PanelParameterKind.Number) { Label = "Share", Minimum = 0, Maximum = 1 },
                new("urgent", PanelParameterKind.Flag) { Label = "Urgent", Default = "false" },
                new("timeout", PanelParameterKind.Duration) { Label = "Time limit", Default = "5m" },
                new("space", PanelParameterKind.Size) { Label = "Space" },
                new("queue") { Label = "Queue", Choices = ["fast", "slow"] },
                new("days") { Label = "Days", IsList = true, Choices = ["monday", "tuesday", "sunday"] },
                new("tags") { Label = "Tags", IsList = true },
                new("key") { Label = "Key", IsSecret = true },
            ] },
        ],
        Shown = _ => new View.Group([new View.Progress("Copying", 0.4), new View.Progress("Waiting for a slot", null), new View.Text("Two jobs are under way.")]),
    };

    private sealed class Endpoints : IEndpointCatalog
    {
        public ImmutableArray<EndpointStatus> List() =>
        [
            new("http", "tcp://127.0.0.1:8080", null, 1), new("http", "tls://127.0.0.1:8443", null, 0), new("irc", "tcp://127.0.0.1:6667", null, 1),
            new("irc", "tls://127.0.0.1:6697", "Address already in use: another program listens there; stop it or choose another port.", 0),
        ];
    }

    private sealed class Manager : IPluginManager
    {
        private readonly ImmutableArray<PluginStatus> _plugins =
        [
            Plugin("chat", PluginState.Active, null, "Chat", [("Identity.IUserManager", "identity")], "Chat.IChatNetwork"),
            Plugin("control-panel", PluginState.Active, null, "Control panel", [("Identity.IUserManager", "identity"), ("Web.IWebSessions", "http")], "Web.IWebModule"),
            Plugin("http", PluginState.Active, null, "Web server", [("Identity.IAuthenticator", "identity"), ("Web.IWebModule", "control-panel")], "Web.IWebSessions"),
            Plugin("identity", PluginState.Active, null, "Identity", [("Identity.IUserStore", "identity.sqlite")], "Identity.IUserManager", "Identity.IAuthenticator"),
            Plugin("identity.sqlite", PluginState.Active, null, "Users in SQLite", [], "Identity.IUserStore"),
            Plugin("irc", PluginState.Active, null, "IRC server", [("Chat.IChatNetwork", "chat"), ("Identity.IAuthenticator", "identity")]),
            Plugin("ldap", PluginState.Waiting, "It imports PluginFramework.Directory.IDirectory, which nothing exports.", "LDAP server", []),
            Plugin("mailer", PluginState.Failed, "System.InvalidOperationException: no relay is configured; set plugins:mailer:relay.", "Mailer", [("Identity.IUserManager", "identity")]),
        ];

        public ImmutableArray<PluginStatus> List() => _plugins;

        public PluginStatus? Find(string id) => _plugins.FirstOrDefault(plugin => plugin.Id == id);

        public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(Find(id)!);

        public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Task.FromResult(Find(id)!);

        public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Task.FromResult(Find(id)! with { State = PluginState.Disabled });

        private static PluginStatus Plugin(string id, PluginState state, string? reason, string title, (string Contract, string Provider)[] imports, params string[] exports) =>
            new(id, "1.0.0", state, reason)
            {
                Title = title, Description = $"What {title} does.", Location = $"/srv/pluginhost/plugins/{title.Replace(" ", "", StringComparison.Ordinal)}",
                ContentHash = string.Concat(Enumerable.Range(0, 32).Select(index => ((index * 37) + id.Length & 0xFF).ToString("x2", CultureInfo.InvariantCulture))),
                Exports = [.. exports.Select(export => $"PluginFramework.{export}")],
                Imports = [.. imports.Select(import => new PluginImportStatus($"PluginFramework.{import.Contract}", "one", [import.Provider]))],
            };
    }
}
