using System.Collections.Immutable;

namespace PluginFramework.Network;

/// <summary>Where this host listens. Provided by the host; any plugin may import it. Safe for use from any thread.</summary>
public interface IEndpointCatalog
{
    /// <summary>Every endpoint wanted, whether it could be bound or not, by protocol.</summary>
    ImmutableArray<EndpointStatus> List();
}
