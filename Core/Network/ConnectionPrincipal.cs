using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Core.Network;

/// <summary>Who uses one connection: a reference that one thread writes and others read.</summary>
internal sealed class ConnectionPrincipal : IConnectionPrincipalFeature
{
    private volatile Principal? _principal;

    public Principal? Principal { get => _principal; set => _principal = value; }
}
