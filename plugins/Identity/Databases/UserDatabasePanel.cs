using System.Collections.Immutable;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Databases;

/// <summary>The user databases that are installed, which of them is in use, and choosing another.</summary>
[Panel("user-database", PanelTitle = "User databases", PanelDescription = "Where users are kept, and where else they could be."), Shared]
[method: ImportingConstructor]
public sealed class UserDatabasePanel(ILiveExports<IUserStore> stores, IPluginManager plugins, IPluginContext context) : IPanel
{
    private const string Choose = "choose";

    private static readonly PanelParameter Plugin = new("plugin") { Label = "Plugin", Description = "The plugin that brings the database.", IsRequired = true, Maximum = 128 };

    private static readonly string Contract = typeof(IUserStore).FullName!;

    private readonly ILogger _log = context.LoggerFactory.CreateLogger<UserDatabasePanel>();

    /// <summary>The switch under way, or the last one.</summary>
    internal Task Switching { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new(Choose, "Use")
        {
            Description = "Keeps users there from now on: its plugin is enabled, and the others' are disabled, in the configuration too. Users are not moved; export them with their secrets before, and import them after.",
            Parameters = [Plugin], Confirmation = "Use this user database? Only its users can log in then.", CanDryRun = true,
        },
    ];

    /// <inheritdoc/>
    public ImmutableArray<PanelParameter> Filters => [];

    /// <inheritdoc/>
    public async Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Subject is { } id) return new View.Fields(await FieldsAsync(Find(id), cancellationToken)) { Title = id };
        var rows = ImmutableArray.CreateBuilder<ViewRow>();
        foreach (var plugin in Databases())
        {
            var fields = await FieldsAsync(plugin, cancellationToken);
            rows.Add(new([.. fields.Select(field => field.Value)]) { Subject = plugin.Id, Tone = plugin.Id == InUse ? ViewTone.Good : ViewTone.Neutral });
        }

        return new View.Table(
            [
                new("plugin", "Plugin"), new("database", "Database"), new("state", "State"), new("users", "Users"), new("changes", "Changes"), new("rank", "Rank"),
                new("logins", "Users log in by"),
            ],
            rows.ToImmutable())
        {
            EmptyText = "No plugin keeps users.",
        };
    }

    /// <inheritdoc/>
    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var wanted = Find(call.Arguments.GetText(Plugin.Name));
        ImmutableArray<string> others = [.. Databases().Where(plugin => plugin.Id != wanted.Id && plugin.State != PluginState.Disabled).Select(plugin => plugin.Id)];
        if (wanted.Id == InUse && others.IsEmpty) return new($"{wanted.Id} is in use already; nothing has changed.");
        var warning = await WarningAsync(wanted, cancellationToken);
        var after = others.IsEmpty ? "" : $", and {string.Join(", ", others)} disabled";
        if (call.IsDryRun) return new($"{wanted.Id} would be used{after}.{warning}") { Tone = warning.Length > 0 ? ViewTone.Warning : ViewTone.Neutral };
        // Not waited for: this plugin is itself built anew with the database, which must not wait for what waits for it.
        Switching = Task.Run(() => SwitchAsync(wanted.Id, others, call.Caller), CancellationToken.None);
        return new($"{wanted.Id} is being taken into use{after}; the list of plugins shows how it stands.{warning}") { AuditDetail = after.TrimStart(',', ' ') };
    }

    /// <summary>The plugin whose database is in use: the one of highest rank.</summary>
    private string? InUse => stores.Current is [var first, ..] ? first.PluginId : null;

    private async Task SwitchAsync(string wanted, ImmutableArray<string> others, Caller caller)
    {
        try
        {
            if (plugins.Find(wanted) is { State: not PluginState.Active })
            {
                var status = await plugins.EnableAsync(wanted, caller, CancellationToken.None);
                // Where it does not run, the one there is must stay.
                if (status.State is not (PluginState.Active or PluginState.Starting))
                {
                    _log.DatabaseDoesNotRun(wanted, status.Reason ?? status.State.ToString());
                    return;
                }
            }

            foreach (var other in others) await plugins.DisableAsync(other, caller, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for it, so whatever goes wrong is said in the log.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _log.DatabaseNotChosen(exception, wanted);
        }
    }

    private async Task<string> WarningAsync(PluginStatus wanted, CancellationToken cancellationToken)
    {
        if (Live(wanted.Id) is not { } store) return "";
        var operators = await store.ListAsync(new UserQuery { Role = WellKnownRoles.Operator, Limit = 1 }, cancellationToken);
        return operators.IsEmpty ? " It has no operator: nobody could manage the daemon on the web until one is made with the set-up link, or at the command line." : "";
    }

    private IUserStore? Live(string id) => stores.Current.FirstOrDefault(store => store.PluginId == id)?.Value;

    private IEnumerable<PluginStatus> Databases() => plugins.List().Where(plugin => plugin.Exports.Contains(Contract)).DistinctBy(plugin => plugin.Id);

    private PluginStatus Find(string id) => Databases().FirstOrDefault(plugin => plugin.Id == id)
        ?? throw new PanelException(PanelError.NotFound, $"No plugin '{id}' keeps users; the list of user databases shows those that do.");

    private async Task<ImmutableArray<ViewField>> FieldsAsync(PluginStatus plugin, CancellationToken cancellationToken)
    {
        var live = stores.Current.FirstOrDefault(store => store.PluginId == plugin.Id);
        return
        [
            new("plugin", "Plugin", PanelValue.Of(plugin.Id)),
            new("database", "Database", PanelValue.Of(live?.Value.Name)),
            new("state", "State", PanelValue.Of(plugin.Id == InUse ? "In use" : plugin.State.ToString())),
            new("users", "Users", live is null ? PanelValue.None : await CountAsync(live.Value, cancellationToken)),
            new("changes", "Changes", live is null ? PanelValue.None : PanelValue.Of(live.Value.IsReadOnly ? "read only" : live.Value.KeepsRemoved ? "yes, removed users are kept" : "yes")),
            new("rank", "Rank", live is null ? PanelValue.None : PanelValue.Of(live.Metadata.TryGetValue(nameof(RankAttribute.Rank), out var rank) && rank is int number ? number : 0L)),
            new("logins", "Users log in by", live is null ? PanelValue.None : PanelValue.Of(Words(live.Value.Credentials))),
        ];
    }

    private async Task<PanelValue> CountAsync(IUserStore store, CancellationToken cancellationToken)
    {
        try
        {
            return PanelValue.Of(await store.CountAsync(cancellationToken));
        }
#pragma warning disable CA1031 // Each database is a plugin of its own; one that does not answer must not hide the others.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.DatabaseSilent(exception, store.Name);
            return PanelValue.Of("it does not answer; the log says why");
        }
    }

    private static IEnumerable<string> Words(UserStoreCredentials credentials)
    {
        (UserStoreCredentials Kind, string Word)[] words =
        [
            (UserStoreCredentials.Password, "password"), (UserStoreCredentials.Scram, "SCRAM"), (UserStoreCredentials.WeakSecrets, "weak secrets of old protocols"),
            (UserStoreCredentials.Keys, "app passwords, SSH keys, certificates, passkeys"), (UserStoreCredentials.Authenticator, "authenticator app"),
        ];
        return words.Where(word => credentials.HasFlag(word.Kind)).Select(word => word.Word);
    }
}
