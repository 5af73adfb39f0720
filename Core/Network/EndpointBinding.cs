namespace PluginFramework.Core.Network;

/// <summary>A protocol and a place where it is to be served.</summary>
/// <param name="Protocol">The protocol's name, as in its <see cref="PluginFramework.Network.ProtocolAttribute"/>.</param>
/// <param name="Address">Where.</param>
public sealed record EndpointBinding(string Protocol, EndpointAddress Address);
