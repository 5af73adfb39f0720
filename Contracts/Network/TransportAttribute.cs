using System.Composition;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Network;

/// <summary>Exports an <see cref="IConnectionListenerFactory"/> as a transport, chosen by name with <c>--transport</c>.</summary>
/// <param name="name">The transport's name: 1 to 32 of <c>a-z 0-9 -</c>.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class TransportAttribute(string name) : ExportAttribute(typeof(IConnectionListenerFactory))
{
    /// <summary>The transport's name.</summary>
    public string Transport { get; } = name;

    /// <summary>What it is good for, in a sentence; shown by <c>--help-transports</c>.</summary>
    public string? Summary { get; set; }
}
