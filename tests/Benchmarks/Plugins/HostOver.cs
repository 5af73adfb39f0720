using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Benchmarks.Plugins;

/// <summary>Starts real hosts.</summary>
internal static class HostOver
{
    /// <summary>Starts a host over a folder of plugins and sees to it that all of them run.</summary>
    public static async Task<PluginHost> StartAsync(string plugins, int count)
    {
        var settings = new PluginHostSettings(Workspace.RunOf(plugins), [plugins], HostConfiguration.Empty) { NoListen = true, Watch = false };
        var host = new PluginHost(settings, NullLoggerFactory.Instance, TimeProvider.System, new NoAudit());
        await host.StartAsync(CancellationToken.None);
        if (host.Plugins.List() is var list && list.Count(plugin => plugin.State == PluginState.Active) is var active && active != count)
        {
            var first = list.FirstOrDefault(plugin => plugin.State != PluginState.Active);
            throw new InvalidOperationException($"{active} of {count} plugins are active; {first?.Id} is {first?.State}: {first?.Reason}");
        }

        return host;
    }

    private sealed class NoAudit : IAuditLog
    {
        public void Record(AuditEvent auditEvent)
        {
        }
    }
}
