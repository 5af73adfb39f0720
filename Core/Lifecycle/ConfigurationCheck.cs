using PluginFramework.Core.Configuration;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What of a configuration only the host can judge. A configuration with problems is not taken.</summary>
internal static class ConfigurationCheck
{
    public static IEnumerable<string> Problems(HostConfiguration configuration)
    {
        foreach (var (protocol, addresses) in configuration.Endpoints)
        {
            foreach (var address in addresses)
            {
                if (EndpointAddress.TryParse(address, out _, out var problem)) continue;
                yield return $"The endpoint '{address}' of {protocol} at {configuration.GetOrigin("endpoints:" + protocol)} is not valid: {problem}";
            }
        }

        if (NetworkProblem(configuration) is { } network) yield return network;
    }

    /// <summary>The configuration, if it has no problems.</summary>
    /// <exception cref="HostConfigurationException">It has; all are told.</exception>
    public static HostConfiguration Checked(HostConfiguration configuration)
    {
        var problems = Problems(configuration).ToList();
        return problems.Count == 0 ? configuration : throw new HostConfigurationException(string.Join(Environment.NewLine, problems));
    }

    private static string? NetworkProblem(HostConfiguration configuration)
    {
        try
        {
            configuration.Bind<NetworkOptions>("network");
            return null;
        }
        catch (HostConfigurationException exception)
        {
            return exception.Message;
        }
    }
}
