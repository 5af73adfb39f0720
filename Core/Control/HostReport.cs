namespace PluginFramework.Core.Control;

/// <summary>How a daemon stands.</summary>
/// <param name="Version">The daemon's version.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Rundir">Its run directory.</param>
/// <param name="Endpoints">What it listens on or could not.</param>
/// <param name="Plugins">Every plugin found.</param>
/// <param name="Started">The start is over.</param>
/// <param name="NeedsOperator">Users can be made, and none of them may run the daemon yet.</param>
internal sealed record HostReport(
    string Version, int Pid, string Rundir, EndpointReport[] Endpoints, PluginReport[] Plugins, bool Started, bool NeedsOperator)
{
    /// <summary>What of the configuration has no effect, a sentence each.</summary>
    public string[] Warnings { get; init; } = [];
}
