using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The plugins: where each stands and why, switching them on and off, and installing them.</summary>
/// <param name="plugins">The plugins.</param>
/// <param name="install">What has to do with feeds; <see langword="null"/> where nothing can be installed.</param>
internal sealed class PluginPanel(IPluginManager plugins, InstallActs? install = null) : IPanel
{
    private static readonly PanelParameter Id = new("id") { Label = "Plugin", Description = "The plugin's id.", IsRequired = true };

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("reload", "Reload") { Description = "Loads it afresh, with those that use it; the old one serves until the new one is ready.", Parameters = [Id] },
        new("enable", "Enable") { Description = "Lets it run, now and at the next start.", Parameters = [Id] },
        new("disable", "Disable") { Description = "Stops it and keeps it out, now and at the next start.", Parameters = [Id], Confirmation = "Stop the plugin, and those that need it?" },
        .. install?.Acts ?? [],
    ];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<View>(query.Subject is { } id ? PluginViews.One(Find(id)) : PluginViews.All(plugins.List()));

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        if (install?.Acts.Any(act => act.Name == call.Act) == true) return await install.ActAsync(call, cancellationToken).ConfigureAwait(false);
        var id = call.Arguments.GetText(Id.Name);
        Find(id);
        // Once begun it is carried through, whether or not the caller waits.
        var status = await (call.Act switch
        {
            "enable" => plugins.EnableAsync(id, CancellationToken.None),
            "disable" => plugins.DisableAsync(id, CancellationToken.None),
            _ => plugins.ReloadAsync(id, CancellationToken.None),
        }).ConfigureAwait(false);
        return new(status.Reason is { } reason ? $"{id} is {status.State}: {reason}" : $"{id} is {status.State}.") { View = PluginViews.One(status) };
    }

    private PluginStatus Find(string id) => plugins.Find(id) ?? throw new PanelException(
        PanelError.NotFound, $"There is no plugin '{id}'{NearestName.Hint(id, plugins.List().Select(plugin => plugin.Id))}");
}
