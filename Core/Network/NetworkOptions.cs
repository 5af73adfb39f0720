using PluginFramework.Plugins;

namespace PluginFramework.Core.Network;

/// <summary>What the host's network may be asked to do, and its limits. Validate before binding a socket.</summary>
public sealed class NetworkOptions : IPluginOptions
{
    /// <summary>
    /// The transport that <c>tcp:</c>, <c>tls:</c>, <c>unix:</c> and <c>fd:</c> endpoints are bound with, by name. Default
    /// <c>sockets</c>, the operating system's; <c>memory</c> opens no port at all; plugins may offer more.
    /// </summary>
    public string Transport { get; internal set; } = BuiltInTransports.Sockets;

    /// <summary>
    /// Whether addresses that other machines reach may be bound. Default false: a fresh daemon has no administrator, and the first to
    /// reach it could become one. Set while running; the next <see cref="EndpointManager.ApplyAsync"/> follows it.
    /// </summary>
    public bool AllowNonLoopback { get; internal set; }

    /// <summary>
    /// Most connections open at once, over all endpoints. Default 10,000, range 1–1,000,000: about half of the descriptors a service
    /// commonly may open. One more is closed at once.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Most connections open at once from one address of another machine (for IPv6, from one /64, the least a household is given).
    /// Default 256, range 1–1,000,000: an office behind one address fits, one client cannot fill the host.
    /// </summary>
    public int MaxConnectionsPerAddress { get; set; } = 256;

    /// <summary>
    /// Most connections open at once from one loopback address. Default 4,096, range 1–1,000,000: a reverse proxy on this machine speaks
    /// for all its clients. Unix sockets and the in-memory transport have no address and count towards <see cref="MaxConnections"/> only.
    /// </summary>
    public int MaxConnectionsPerLoopbackAddress { get; set; } = 4_096;

    /// <summary>
    /// New connections a second that one address of another machine may make for long. Default 20, range 0–100,000; 0 sets no limit.
    /// Mail clients and browsers open a handful at a time; password guessers open hundreds.
    /// </summary>
    public int NewConnectionsPerSecond { get; set; } = 20;

    /// <summary>
    /// New connections that an address may make at once before <see cref="NewConnectionsPerSecond"/> slows it. Default 100, range
    /// 1–100,000.
    /// </summary>
    public int NewConnectionBurst { get; set; } = 100;

    /// <summary>
    /// Most connections that wait, for each protocol, while its plugin is being replaced. Default 1,024, range 0–1,000,000. One more is
    /// closed at once; 0 lets none wait.
    /// </summary>
    public int MaxHeldConnections { get; set; } = 1_024;

    /// <summary>
    /// How long a new connection waits for its protocol to be served again. Default 10 seconds, range 0–10 minutes: longer than a
    /// plugin takes to start, shorter than clients wait. Zero lets none wait.
    /// </summary>
    public TimeSpan HoldTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a client may take over the TLS handshake. Default 10 seconds, as Kestrel has it; range 100 milliseconds–10 minutes.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long open connections may go on when the daemon stops, and a plugin's when it is replaced; afterwards they are aborted.
    /// Default 5 seconds, range 0–10 minutes: well inside the time service managers grant. Zero aborts at once.
    /// </summary>
    public TimeSpan DrainDeadline { get; internal set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a client may take to receive the last bytes once its handler is done. Default 10 seconds, range 100 milliseconds–10
    /// minutes. A client that stops reading would otherwise hold its connection for ever.
    /// </summary>
    public TimeSpan LingerTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// PEM file with the certificate for TLS, followed by its intermediates; a relative path is taken from the run directory. Reread when
    /// it changes. Default <see langword="null"/>: a self-signed one is made under the run directory.
    /// </summary>
    public string? CertificatePath { get; internal set; }

    /// <summary>
    /// PEM file with the unencrypted private key; a relative path is taken from the run directory. Default <see langword="null"/>: the
    /// key is in the file of <see cref="CertificatePath"/>.
    /// </summary>
    public string? CertificateKeyPath { get; internal set; }

    /// <summary>What is wrong with the values, a sentence each beginning with the property's name; empty when all is well.</summary>
    public IEnumerable<string> Validate()
    {
        const int Many = 1_000_000;
        TimeSpan moment = TimeSpan.FromMilliseconds(100), tenMinutes = TimeSpan.FromMinutes(10);
        string?[] problems =
        [
            string.IsNullOrWhiteSpace(Transport) ? "Transport is empty; name one, such as sockets." : null,
            Within(nameof(MaxConnections), MaxConnections, 1, Many),
            Within(nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 1, Many),
            Within(nameof(MaxConnectionsPerLoopbackAddress), MaxConnectionsPerLoopbackAddress, 1, Many),
            Within(nameof(NewConnectionsPerSecond), NewConnectionsPerSecond, 0, 100_000),
            Within(nameof(NewConnectionBurst), NewConnectionBurst, 1, 100_000),
            Within(nameof(MaxHeldConnections), MaxHeldConnections, 0, Many),
            Within(nameof(HoldTime), HoldTime, TimeSpan.Zero, tenMinutes),
            Within(nameof(HandshakeTimeout), HandshakeTimeout, moment, tenMinutes),
            Within(nameof(DrainDeadline), DrainDeadline, TimeSpan.Zero, tenMinutes),
            Within(nameof(LingerTime), LingerTime, moment, tenMinutes),
            CertificatePath is "" ? "CertificatePath is empty; name a PEM file, or leave it out for a self-signed certificate." : null,
            CertificateKeyPath is not null && CertificatePath is null
                ? "CertificateKeyPath is set without CertificatePath; name the certificate's file too." : null,
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string name, T value, T least, T greatest) where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(greatest) > 0 ? $"{name} is {value}; it must lie in {least} to {greatest}." : null;
}
