namespace PluginFramework.Core.Network;

/// <summary>What kind of place an <see cref="EndpointAddress"/> names.</summary>
public enum EndpointScheme
{
    /// <summary><c>tcp://host:port</c>: plaintext, from which a protocol may upgrade to TLS in place.</summary>
    Tcp,

    /// <summary><c>tls://host:port</c>: TLS from the first byte.</summary>
    Tls,

    /// <summary><c>unix:path</c>: a Unix domain socket.</summary>
    Unix,

    /// <summary><c>fd:number</c>: a listening socket handed over by the service manager.</summary>
    Fd,

    /// <summary><c>memory:name</c>: inside this process.</summary>
    Memory,
}
