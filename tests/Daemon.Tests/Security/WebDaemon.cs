using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>A daemon with all that comes with it, on the web: ann is an operator, bob is none. Tests make users of their own to change.</summary>
public sealed class WebDaemon : IAsyncLifetime
{
    public const string Password = "a-long-password";

    private WebVisitor? _ann, _bob;
    private WebSite? _site;

    internal TestDaemon Daemon { get; } = new();

    internal AuditTail Audit => field ??= new(Daemon);

    internal Uri Plain { get; private set; } = new("http://unset");

    internal Uri Secure { get; private set; } = new("https://unset");

    internal Uri Irc { get; private set; } = new("tcp://unset");

    /// <summary>A browser in which ann is logged in.</summary>
    internal WebVisitor Ann => _ann ?? throw new InvalidOperationException("Start it first.");

    /// <summary>A browser in which bob is logged in.</summary>
    internal WebVisitor Bob => _bob ?? throw new InvalidOperationException("Start it first.");

    /// <summary>The folder of a user's public pages, which need not exist.</summary>
    internal string HomeOf(string user) => Path.Combine(Daemon.Aside("homes"), user);

    /// <summary>What ann comes to by links, looked for once.</summary>
    internal async Task<WebSite> GetSiteAsync() => _site ??= await WebSite.ExploreAsync(Ann);

    /// <summary>Another browser.</summary>
    internal WebVisitor NewVisitor(bool tls = false, string userAgent = "Tests") => new(tls ? Secure : Plain, userAgent);

    /// <summary>Adds a user whose password is <see cref="Password"/>.</summary>
    internal Task AddUserAsync(string name, string role = "") => Ann.ActAsync("/panel/p/user/act/add", ("name", name), ("password", Password), ("roles", role));

    public async ValueTask InitializeAsync()
    {
        await Daemon.AddUsersAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _ann?.Dispose();
        _bob?.Dispose();
        await Daemon.DisposeAsync();
    }

    private async Task StartAsync()
    {
        await Daemon.DoAsync(
            "start", "--endpoint", "http=tcp://127.0.0.1:0", "--endpoint", "http=tls://127.0.0.1:0", "--endpoint", "irc=tcp://127.0.0.1:0", "--endpoint", "ssh=",
            "--set", "plugins:http:headerTimeout=2s", "--set", "plugins:http:minDataRateGrace=2s", "--set", $"plugins:http:userFolders={HomeOf("{user}")}");
        var status = await Daemon.GetStatusAsync();
        (Plain, Secure) = (new($"http://127.0.0.1:{status.AddressOf("http", "tcp").Port}/"), new($"https://localhost:{status.AddressOf("http", "tls").Port}/"));
        Irc = status.AddressOf("irc", "tcp");
        _ann = await WebVisitor.LogInAsync(Plain, "ann", TestDaemon.AnnsPassword);
        _bob = await WebVisitor.LogInAsync(Plain, "bob", TestDaemon.BobsPassword);
        using var console = await _ann.GetAsync("/prompt/");
        console.Headers.Location!.OriginalString.ShouldBe("/prompt/1");
    }
}
