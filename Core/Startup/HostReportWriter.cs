using PluginFramework.Core.Control;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup;

/// <summary>Shows how a daemon stands.</summary>
internal static class HostReportWriter
{
    public static void Write(CommandContext context, HostReport report)
    {
        var screen = context.Screen;
        var active = report.Plugins.Count(plugin => plugin.Is(PluginState.Active));
        var state = report.Started ? "runs" : "is starting";
        screen.Line($"{context.Builder.Name} {report.Version} {state} as process {report.Pid} in {report.Rundir}, {active} of {report.Plugins.Length} plugins active");
        if (report.Endpoints.Length > 0)
        {
            screen.Line();
            Endpoints(screen, report.Endpoints);
        }

        var amiss = report.Plugins.Where(IsAmiss).ToArray();
        if (amiss.Length > 0)
        {
            screen.Line();
            screen.Table(["Not running", "State", "Reason"], amiss.Select(plugin => (string[])[plugin.Id, plugin.State, plugin.Reason ?? ""]));
        }

        if (Array.FindAll(report.Plugins, plugin => plugin.HasFailed) is [var first, ..] failed)
        {
            var ids = string.Join(", ", failed.Select(plugin => plugin.Id).Distinct());
            screen.Note($"{context.Builder.Name}: {failed.Length} of {report.Plugins.Length} plugins failed: {ids}. "
                + $"`{InvocationName.Of(context)} plugin why {first.Id}` tells more.");
        }

        foreach (var warning in report.Warnings) screen.Note($"{context.Builder.Name}: {warning}");
        if (!report.NeedsOperator) return;
        screen.Note($"{Environment.NewLine}Nobody may manage users and plugins yet. Make an operator:");
        screen.Note($"  {InvocationName.Of(context)} user add NAME --role operator");
    }

    public static void Endpoints(Screen screen, IEnumerable<EndpointReport> endpoints) => screen.Table(
        ["Protocol", "Address", "Status"],
        endpoints.Select(endpoint => (string[])[endpoint.Protocol, endpoint.Address, endpoint.Error ?? "listening"]));

    private static bool IsAmiss(PluginReport plugin) => !(plugin.Is(PluginState.Active) || plugin.Is(PluginState.Disabled) || plugin.Is(PluginState.Stopped));
}
