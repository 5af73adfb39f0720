using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Tests.Browser;

/// <summary>A browser window on a control panel of its own. What the page complains of or asks of other servers fails the test.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly PanelServer _server;
    private readonly IBrowserContext _context;

    private Visit(PanelServer server, IBrowserContext context, IPage page) => (_server, _context, Page) = (server, context, page);

    public IPage Page { get; }

    public PanelServer Server => _server;

    public List<string> Complaints { get; } = [];

    public static async Task<Visit> BeginAsync(
        Chromium chromium, bool hasScript = true, bool isSetUp = true, int width = 1200, int height = 900, bool isDark = false, TimeProvider? clock = null,
        ControlPanelOptions? options = null, string host = "127.0.0.1")
    {
        var browser = chromium.Browser;
        var server = await PanelServer.StartAsync(isSetUp, options, clock);
        server.AddDemoPanels();
        server.ComeBy(host);
        var context = await browser.NewContextAsync(new()
        {
            JavaScriptEnabled = hasScript, ViewportSize = new() { Width = width, Height = height }, ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            BaseURL = server.Address.ToString(), ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(server, context, await context.NewPageAsync());
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var uri && (uri.Host != server.Address.Host || uri.Port != server.Address.Port)) visit.Complaints.Add($"left for {request.Url}");
        };
        context.Console += (_, message) =>
        {
            // Refusals are pages too; the browser remarks on their status.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) visit.Complaints.Add(message.Text);
        };
        context.WebError += (_, error) => visit.Complaints.Add(error.Error);
        return visit;
    }

    public async Task LogInAsync(string name = "root")
    {
        var user = await _server.Users.FindAsync(name) ?? throw new InvalidOperationException($"There is no {name}.");
        await _context.AddCookiesAsync([new() { Name = TestSessions.CookieName, Value = _server.Sessions.Begin(Principal.Of(user), "Chromium").Id, Url = _server.Address.ToString() }]);
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public Task PressAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();

    public Task FollowAsync(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>What axe-core finds wrong with the page that is shown.</summary>
    public async Task<string[]> FindWithAxeAsync(string axe)
    {
        await Page.EvaluateAsync(axe);
        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
                .violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html} ${node.failureSummary}`))
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _server.DisposeAsync();
        Complaints.ShouldBeEmpty();
    }
}
