using PluginFramework.Plugins;

namespace PluginFramework.Http;

/// <summary>What the web server serves, to whom, and its limits.</summary>
public sealed class HttpOptions : IPluginOptions
{
    /// <summary>
    /// Host names clients may ask for, besides those of this machine's loopback (<c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>), the address
    /// they have connected to, and those in <see cref="Hosts"/>: a name that is not expected may be an attacker's that was made to point here
    /// (DNS rebinding). Default none. <c>*.example.org</c> stands for all names below; <c>*</c> for every name, which gives the protection up.
    /// </summary>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// The folder of static files for hosts without one of their own, relative to the plugin's data directory. Default <c>www</c>; it need not
    /// exist. Empty: none.
    /// </summary>
    public string Root { get; set; } = "www";

    /// <summary>Hosts with settings of their own, by name. Default none.</summary>
    public Dictionary<string, VirtualHostOptions> Hosts { get; set; } = [];

    /// <summary>The files that stand for a folder, the first that exists. Default <c>index.html</c>. Empty: none.</summary>
    public List<string> IndexFiles { get; set; } = ["index.html"];

    /// <summary>Whether a folder without such a file is listed. Default no: its names may be nobody's business.</summary>
    public bool Listing { get; set; }

    /// <summary>
    /// The public folder of a user, served at <c>/~name/</c>, with <c>{user}</c> for the name: <c>/home/{user}/public_html</c>. Default empty:
    /// there are none. Their pages run as if from a host of their own, so that they cannot act for a visitor who is logged in here.
    /// </summary>
    public string UserFolders { get; set; } = "";

    /// <summary>
    /// Paths that other servers answer, by the path they begin with, with a host before it or without: <c>/wiki</c>, <c>git.example.org/</c>.
    /// Default none.
    /// </summary>
    public Dictionary<string, ProxyOptions> Proxies { get; set; } = [];

    /// <summary>Whether <c>/health</c>, <c>/health/live</c> and <c>/health/ready</c> are answered. Default yes: they tell nothing but that.</summary>
    public bool Health { get; set; } = true;

    /// <summary>Whether <c>/metrics</c> is answered, to operators and to clients on this machine. Default yes.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// A file to which each request is appended in the combined format, relative to the plugin's data directory. Default empty: requests are
    /// in the daemon's log alone, under the category <c>http.access</c>.
    /// </summary>
    public string AccessLog { get; set; } = "";

    /// <summary>Whether clients may log in with a name and password in each request (RFC 7617). Default yes; never in clear from another machine.</summary>
    public bool BasicAuthentication { get; set; } = true;

    /// <summary>How long a session lasts without use. Default 30 minutes, range 1 minute to 7 days.</summary>
    public TimeSpan SessionIdleTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts in all. Default 12 hours, a day's work; range 5 minutes to 90 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How many sessions there may be; with more the one unused for longest ends. Default 10000, range 10–1000000.</summary>
    public int MaxSessions { get; set; } = 10000;

    /// <summary>How many sessions a user may have; with more the one unused for longest ends. Default 20, range 1–1000.</summary>
    public int MaxSessionsPerUser { get; set; } = 20;

    /// <summary>
    /// What pages may load and do, in the words of Content-Security-Policy; a module may send its own instead. Default: what comes from the same
    /// host, no frames around it, no scripts in the page itself. Empty: nothing is said.
    /// </summary>
    public string ContentSecurityPolicy { get; set; } =
        "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// How long browsers are to insist on TLS for this host (RFC 6797), said over TLS alone. Default 0: not said, since a browser that was told
    /// cannot be told otherwise without TLS. Range 0 to 730 days.
    /// </summary>
    public TimeSpan StrictTransportSecurity { get; set; }

    /// <summary>
    /// Whether what compresses well is sent compressed. Default yes. Over TLS only static files, scripts and style sheets are, unless a module
    /// asks for it: the length of a compressed page can give away secrets in it (BREACH).
    /// </summary>
    public bool Compression { get; set; } = true;

    /// <summary>Longest request line in octets. Default 8192, range 256–65536: room for a long query, as other servers have.</summary>
    public int MaxRequestLineOctets { get; set; } = 8192;

    /// <summary>How many header fields a request may have. Default 100, range 10–1000.</summary>
    public int MaxHeaders { get; set; } = 100;

    /// <summary>How long the header of a request may be in all, in octets. Default 32768, range 1024–1048576.</summary>
    public int MaxHeaderOctets { get; set; } = 32768;

    /// <summary>Longest body of a request in octets. Default 30000000, range 0–1099511627776 (1 TiB). A module may set its own for a route.</summary>
    public long MaxBodyOctets { get; set; } = 30_000_000;

    /// <summary>How long a connection may wait for its next request. Default 2 minutes, range 1 second to 1 hour.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the header of a request may take to come. Default 30 seconds, range 1 second to 10 minutes.</summary>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many octets a second a client must send of a body and take of a response, after a grace of <see cref="MinDataRateGrace"/>. Default
    /// 240, as Kestrel has it; range 0–1000000; 0: as slowly as it likes.
    /// </summary>
    public int MinDataRate { get; set; } = 240;

    /// <summary>How long a client may be slower than <see cref="MinDataRate"/>. Default 5 seconds, range 2 seconds to 10 minutes.</summary>
    public TimeSpan MinDataRateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many requests a connection of HTTP/2 may have under way. Default 100, range 1–10000.</summary>
    public int MaxStreams { get; set; } = 100;

    /// <summary>
    /// How long requests may go on in a module whose plugin is replaced or goes; event streams and WebSockets end at once, since their clients
    /// come again. Default 3 seconds, range 0 to 4 seconds: the host waits no longer.
    /// </summary>
    public TimeSpan ModuleDrainTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        IEnumerable<string?> problems =
        [
            .. AllowedHosts.Select(Hosting.HostPattern.Problem),
            .. Hosts.SelectMany(host => host.Value.Validate(host.Key)),
            .. Proxies.SelectMany(proxy => proxy.Value.Validate(proxy.Key)),
            .. IndexFiles.Select(name => name.Length == 0 || name.AsSpan().ContainsAny("/\\") ? $"IndexFiles has '{name}'; it must be names of files." : null),
            UserFolders.Length > 0 && (!Path.IsPathFullyQualified(UserFolders) || !UserFolders.Contains("{user}", StringComparison.Ordinal))
                ? $"UserFolders is '{UserFolders}'; it must be an absolute path with {{user}} in it: /home/{{user}}/public_html." : null,
            Within(nameof(SessionIdleTime), SessionIdleTime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            Within(nameof(SessionLifetime), SessionLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(90)),
            Within(nameof(MaxSessions), MaxSessions, 10, 1_000_000),
            Within(nameof(MaxSessionsPerUser), MaxSessionsPerUser, 1, 1000),
            ContentSecurityPolicy.Any(c => c is < ' ' or > '~') ? "ContentSecurityPolicy has a character that a header cannot; it must be one line of ASCII." : null,
            Within(nameof(StrictTransportSecurity), StrictTransportSecurity, TimeSpan.Zero, TimeSpan.FromDays(730)),
            Within(nameof(MaxRequestLineOctets), MaxRequestLineOctets, 256, 65536),
            Within(nameof(MaxHeaders), MaxHeaders, 10, 1000),
            Within(nameof(MaxHeaderOctets), MaxHeaderOctets, 1024, 1048576),
            Within(nameof(MaxBodyOctets), MaxBodyOctets, 0, 1L << 40),
            Within(nameof(KeepAliveTimeout), KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Within(nameof(HeaderTimeout), HeaderTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Within(nameof(MinDataRate), MinDataRate, 0, 1_000_000),
            Within(nameof(MinDataRateGrace), MinDataRateGrace, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)),
            Within(nameof(MaxStreams), MaxStreams, 1, 10_000),
            Within(nameof(ModuleDrainTime), ModuleDrainTime, TimeSpan.Zero, TimeSpan.FromSeconds(4)),
        ];
        return problems.OfType<string>();
    }

    private static string? Within<T>(string name, T value, T least, T greatest) where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(greatest) > 0 ? $"{name} is {value}; it must lie in {least} to {greatest}." : null;
}
