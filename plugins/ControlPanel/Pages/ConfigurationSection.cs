using System.Collections.Immutable;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>
/// The options of one plugin or of the host as the configuration's own table has them, with default, origin and meaning, and with what can be done to each. The
/// panel's view of a section has the bare values only.
/// </summary>
internal static class ConfigurationSection
{
    private const string Name = "config";

    /// <summary>Whether it is the host's own configuration.</summary>
    public static bool IsOf(PanelDescription panel) => panel is { Name: Name, Plugin: null };

    public static async Task<View?> FindAsync(PanelRequest request, PanelDescription panel, string subject)
    {
        if (!IsOf(panel)) return null;
        var view = await request.Services.Catalog.ViewAsync(Name, request.Caller, cancellationToken: request.Aborted);
        if (view is not View.Table table) return null;
        var rows = table.Rows.OrEmpty().Where(row => row.Subject == subject).ToImmutableArray();
        // A key that this is asked for by name is the panel's own matter.
        return rows.IsEmpty ? null : table with { Rows = rows };
    }
}
