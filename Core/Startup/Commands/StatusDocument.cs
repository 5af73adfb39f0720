using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>What <c>status --json</c> writes. Scripts rely on its shape: add nothing, take nothing away.</summary>
internal sealed record StatusDocument(string Version, int Pid, string Rundir, StatusEndpoint[] Endpoints, StatusPlugin[] Plugins)
{
    public static StatusDocument Of(HostReport report) => new(
        report.Version,
        report.Pid,
        report.Rundir,
        [.. report.Endpoints.Where(endpoint => endpoint.Error is null).Select(endpoint => new StatusEndpoint(endpoint.Protocol, endpoint.Address))],
        [.. report.Plugins.Select(plugin => new StatusPlugin(plugin.Id, plugin.Version, plugin.State, plugin.Reason))]);
}
