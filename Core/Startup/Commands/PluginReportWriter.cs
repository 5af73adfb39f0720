using PluginFramework.Core.Control;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>Shows plugins one by one and together.</summary>
internal static class PluginReportWriter
{
    public static void Show(Screen screen, PluginReport plugin)
    {
        List<string[]> rows = [["Id", plugin.Id], ["Version", plugin.Version], ["State", plugin.State]];
        Add("Reason", plugin.Reason);
        Add("Title", plugin.Title);
        Add("Description", plugin.Description);
        Add("Location", plugin.Location);
        Add("SHA-256", plugin.ContentHash);
        foreach (var export in plugin.Exports) rows.Add(["Exports", export]);
        foreach (var import in plugin.Imports) rows.Add(["Imports", $"{import.Contract} ({import.Cardinality}) from {From(import)}"]);
        screen.Table(["Property", "Value"], rows);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) rows.Add([name, value]);
        }
    }

    /// <summary>The plugin's state, and beneath it whatever it waits for.</summary>
    public static void Why(Screen screen, PluginReport plugin, PluginReport[] all) => Why(screen, plugin, all, "", [], isRoot: true);

    public static void Graph(Screen screen, PluginReport[] plugins)
    {
        foreach (var plugin in plugins)
        {
            screen.Line($"{plugin.Id} ({plugin.State})");
            foreach (var import in plugin.Imports) screen.Line($"  <- {From(import)}: {import.Contract} ({import.Cardinality})");
        }
    }

    private static void Why(Screen screen, PluginReport plugin, PluginReport[] all, string indent, HashSet<string> seen, bool isRoot)
    {
        if (!seen.Add(plugin.Id)) return;
        screen.Line($"{indent}{plugin.Id} is {plugin.State}{(plugin.Reason is { } reason ? $": {reason}" : "")}");
        foreach (var import in plugin.Imports.Where(import => import.Cardinality == "one"))
        {
            // Chosen or not: whoever could provide it and does not is the reason.
            foreach (var provider in all.Where(other => !other.Is(PluginState.Active) && other.Exports.Contains(import.Contract)))
                Why(screen, provider, all, indent + "  ", seen, isRoot: false);
        }

        if (!isRoot) return;
        var users = all.Where(other => other.Imports.Any(import => import.Providers.Contains(plugin.Id))).Select(other => other.Id).ToArray();
        if (users.Length > 0) screen.Line($"{indent}It is used by {string.Join(", ", users)}");
    }

    private static string From(ImportReport import) => import.Providers.Length == 0 ? "nobody" : string.Join(", ", import.Providers);
}
