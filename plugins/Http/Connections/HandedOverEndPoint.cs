using System.Net;

namespace PluginFramework.Http.Connections;

/// <summary>Where Kestrel listens: wherever the host does.</summary>
internal sealed class HandedOverEndPoint : EndPoint
{
    public override string ToString() => "the host's endpoints";
}
