using System.Collections.Immutable;
using PluginFramework.Network;

namespace PluginFramework.Scripting.Tests;

public sealed class EndpointCatalogFake : IEndpointCatalog
{
    public bool IsEmpty { get; set; }

    public ImmutableArray<EndpointStatus> List() => IsEmpty ? [] : [new("irc", "tcp://127.0.0.1:6667", null, 3)];
}
