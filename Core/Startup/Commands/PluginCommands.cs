using System.CommandLine;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>plugin …</c></summary>
internal static class PluginCommands
{
    public static Command Create(CommandFactory factory)
    {
        var plugin = new Command("plugin", "See and change plugins") { Aliases = { "plugins" } };
        var (id, json) = (new Argument<string>("ID") { Description = "The plugin's id" }, GlobalOptions.Json());
        plugin.Subcommands.Add(factory.Create("list", "List all plugins found", context => ListAsync(context, json), json));
        plugin.Subcommands.Add(factory.Create("show", "Show all about a plugin", context => ShowAsync(context, id, json), id, json));
        plugin.Subcommands.Add(factory.Create("why", "Say why a plugin stands as it does", context => WhyAsync(context, id), id));
        plugin.Subcommands.Add(factory.Create("graph", "Show which plugin uses which", context => GraphAsync(context, json), json));
        plugin.Subcommands.Add(factory.Create(
            "reload", "Load a plugin afresh, with those that use it", context => ChangeAsync(context, id, ControlAct.PluginReload), id));
        plugin.Subcommands.Add(factory.Create(
            "enable", "Let a disabled or quarantined plugin run, now and later", context => ChangeAsync(context, id, ControlAct.PluginEnable), id));
        plugin.Subcommands.Add(factory.Create(
            "disable", "Stop a plugin and keep it out, now and later", context => ChangeAsync(context, id, ControlAct.PluginDisable), id));
        return plugin;
    }

    private static async Task<int> ListAsync(CommandContext context, Option<bool> json)
    {
        var plugins = await AllAsync(context).ConfigureAwait(false);
        if (context.Parsed.GetValue(json)) context.Screen.Json(plugins, ControlJson.Default.PluginReportArray);
        else context.Screen.Table(["Id", "Version", "State", "Reason"], plugins.Select(plugin => (string[])[plugin.Id, plugin.Version, plugin.State, plugin.Reason ?? ""]));
        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(CommandContext context, Argument<string> id, Option<bool> json)
    {
        var plugin = Find(await AllAsync(context).ConfigureAwait(false), context.Parsed.GetRequiredValue(id));
        if (context.Parsed.GetValue(json)) context.Screen.Json(plugin, ControlJson.Default.PluginReport);
        else PluginReportWriter.Show(context.Screen, plugin);
        return ExitCode.Ok;
    }

    private static async Task<int> WhyAsync(CommandContext context, Argument<string> id)
    {
        var plugins = await AllAsync(context).ConfigureAwait(false);
        PluginReportWriter.Why(context.Screen, Find(plugins, context.Parsed.GetRequiredValue(id)), plugins);
        return ExitCode.Ok;
    }

    private static async Task<int> GraphAsync(CommandContext context, Option<bool> json)
    {
        var plugins = await AllAsync(context).ConfigureAwait(false);
        if (context.Parsed.GetValue(json)) context.Screen.Json(plugins, ControlJson.Default.PluginReportArray);
        else PluginReportWriter.Graph(context.Screen, plugins);
        return ExitCode.Ok;
    }

    private static async Task<int> ChangeAsync(CommandContext context, Argument<string> id, string act)
    {
        var isReload = act == ControlAct.PluginReload;
        var session = isReload
            ? await ActSession.ConnectAsync(context).ConfigureAwait(false)
            : await ActSession.OpenAsync(context, []).ConfigureAwait(false);
        var request = ControlRequest.Of(act) with { Id = context.Parsed.GetRequiredValue(id) };
        var changed = await session.AskAsync(request, ControlJson.Default.PluginReportArray, context.CancellationToken).ConfigureAwait(false);
        foreach (var plugin in changed) context.Screen.Line($"{plugin.Id} {plugin.Version}: {plugin.State}{(plugin.Reason is { } reason ? $", {reason}" : "")}");

        // A reload that failed leaves the old instance running, and gives the reason.
        var failed = changed.Any(plugin => plugin.HasFailed || (isReload && plugin.Reason is not null));
        return failed ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<PluginReport[]> AllAsync(CommandContext context)
    {
        var session = await ActSession.OpenAsync(context, []).ConfigureAwait(false);
        if (!session.IsOnline) context.Screen.Note($"No daemon runs in {context.RunDirectory.Path}; this is what it would find.");
        return await session.AskAsync(ControlRequest.Of(ControlAct.PluginList), ControlJson.Default.PluginReportArray, context.CancellationToken).ConfigureAwait(false);
    }

    private static PluginReport Find(PluginReport[] plugins, string id)
    {
        if (Array.Find(plugins, plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        throw new CommandException(ExitCode.Failed, $"There is no plugin '{id}'{NearestName.Hint(id, plugins.Select(plugin => plugin.Id))}");
    }
}
