namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>What <c>status --json</c> writes.</summary>
internal sealed record DaemonStatus(string Version, int Pid, string Rundir, DaemonEndpoint[] Endpoints, DaemonPlugin[] Plugins)
{
    public DaemonPlugin? Find(string id) => Array.Find(Plugins, plugin => plugin.Id == id);

    /// <summary>The address bound for a protocol, by scheme: <c>tcp</c> or <c>tls</c>.</summary>
    public Uri AddressOf(string protocol, string scheme) =>
        Endpoints.Where(endpoint => endpoint.Protocol == protocol).Select(endpoint => new Uri(endpoint.Address)).Single(address => address.Scheme == scheme);
}
