using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The plugins: where each stands and why, who uses whom, switching them on and off, and installing them.</summary>
/// <param name="plugins">The plugins.</param>
/// <param name="holds">What is lost when plugins go.</param>
/// <param name="install">What has to do with feeds; <see langword="null"/> where nothing can be installed.</param>
/// <param name="noteOn">What is to be said of a plugin for which a change was rolled back, by its id.</param>
internal sealed class PluginPanel(IPluginManager plugins, PluginHolds holds, InstallActs? install = null, Func<string, string?>? noteOn = null) : IPanel
{
    private static readonly PanelParameter Id = new("id") { Label = "Plugin", Description = "The plugin's id.", IsRequired = true };

    private static readonly PanelAct Reload = new("reload", "Reload")
    {
        Description = "Loads it afresh, with those that use it; the old one serves until the new one is ready.", Parameters = [Id], CanDryRun = true,
    };

    private static readonly PanelAct Enable = new("enable", "Enable") { Description = "Lets it run, now and at the next start.", Parameters = [Id], CanDryRun = true };

    private static readonly PanelAct Disable = new("disable", "Disable")
    {
        Description = "Stops it and keeps it out, now and at the next start.", Parameters = [Id], CanDryRun = true,
        Confirmation = "Stop the plugin, and those that need it?",
    };

    /// <summary>Where something is held of plugins, it is asked about before it is lost, also for what is otherwise done without asking.</summary>
    public ImmutableArray<PanelAct> Acts
    {
        get
        {
            ImmutableArray<PanelAct> acts = [Reload, Enable, Disable, .. install?.Acts ?? []];
            // Whoever holds something needs its own code for all of it: that is told where that plugin itself is to go.
            string[] ids = [.. plugins.List().Where(plugin => !plugin.Exports.Contains(typeof(IPluginHolder).FullName!)).Select(plugin => plugin.Id).Distinct(StringComparer.Ordinal)];
            return [.. acts.Select(act => act.IsReadOnly || act == Enable ? act : act with { Confirmation = holds.Question(act.Confirmation, $"{act.Label} the plugin?", ids) })];
        }
    }

    public ImmutableArray<PanelParameter> Filters { get; } =
    [
        new("as") { Label = "Form", Description = "The graph of who uses whom, or of one plugin why it stands as it does.", Choices = ["list", "graph", "why"] },
    ];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        var all = plugins.List();
        var form = query.Filters.FindText("as");
        // One that was added and rolled back is not there, and that is what is asked.
        if (form == "why" && query.Subject is { } gone && FindOrNull(gone) is null && noteOn?.Invoke(gone.ToLowerInvariant()) is { } note)
            return Task.FromResult<View>(new View.Text($"{gone.ToLowerInvariant()} is not installed. {note}"));
        return Task.FromResult(query.Subject is { } id
            ? form == "why" ? PluginViews.Why(Find(id), all) : PluginViews.One(Find(id))
            : form == "graph" ? PluginViews.Graph(all) : PluginViews.All(all));
    }

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        if (install?.Acts.Any(act => act.Name == call.Act) == true) return await install.ActAsync(call, cancellationToken).ConfigureAwait(false);
        var plugin = Find(call.Arguments.GetText(Id.Name));
        if (call.IsDryRun) return new(Foretell(call.Act, plugin));
        // Once begun it is carried through, whether or not the caller waits.
        var status = await (call.Act switch
        {
            "enable" => plugins.EnableAsync(plugin.Id, call.Caller, CancellationToken.None),
            "disable" => plugins.DisableAsync(plugin.Id, call.Caller, CancellationToken.None),
            _ => plugins.ReloadAsync(plugin.Id, CancellationToken.None),
        }).ConfigureAwait(false);
        // A reload that failed leaves the old instance running, and gives the reason.
        var isAmiss = PluginViews.ToneOf(status.State) == ViewTone.Bad || (call.Act == "reload" && status.Reason is not null);
        return new($"{status.Id} {status.Version}: {status.State}{(status.Reason is { } reason ? $", {reason}" : "")}") { Tone = isAmiss ? ViewTone.Bad : ViewTone.Neutral };
    }

    private string Foretell(string act, PluginStatus plugin)
    {
        var all = plugins.List();
        var users = PluginViews.NamesOf(PluginViews.UsersOf(plugin.Id, all, isNeeded: true));
        var lost = holds.Foretell(BuiltWith(plugin.Id, all));
        return act switch
        {
            "enable" => plugin.State is PluginState.Disabled or PluginState.Quarantined ? $"{plugin.Id} would be started." : $"{plugin.Id} is {plugin.State}; nothing would change.",
            "disable" when plugin.State == PluginState.Disabled => $"{plugin.Id} is {plugin.State}; nothing would change.",
            "disable" => (users.Length == 0 ? $"{plugin.Id} would be stopped; no other plugin needs it." : $"{plugin.Id} would be stopped, and with it those that need it: {users}.") + lost,
            _ => (users.Length == 0 ? $"{plugin.Id} would be built anew." : $"{plugin.Id} would be built anew, and with it those that use it: {users}.") + lost,
        };
    }

    /// <summary>A plugin and all that are built anew with it: whoever has an instance of it, and whoever has one of theirs.</summary>
    private static List<string> BuiltWith(string id, ImmutableArray<PluginStatus> all)
    {
        List<string> found = [id];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(all.Where(other => other.Imports.Any(import => import.Cardinality != "live" && import.Providers.Contains(found[i])))
                .Select(other => other.Id).Except(found, StringComparer.Ordinal).ToList());
        }

        return found;
    }

    private PluginStatus? FindOrNull(string id) => plugins.Find(id) ?? plugins.Find(id.ToLowerInvariant());

    private PluginStatus Find(string id) => FindOrNull(id) ?? throw new PanelException(
        PanelError.NotFound, $"There is no plugin '{id}'{NearestName.Hint(id, plugins.List().Select(plugin => plugin.Id))}");
}
