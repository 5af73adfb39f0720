using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Browser;
using PluginFramework.Prompt.Tests.Support;

namespace PluginFramework.Prompt.Tests.Browser;

/// <summary>A browser window of a user. What the page complains of, or asks of other servers, fails the test.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>That the server refuses is part of the test.</summary>
    public bool IgnoresFailures { get; set; }

    public ILocator Editor => Page.GetByLabel("C# to run");

    public ILocator Proposals => Page.GetByRole(AriaRole.Listbox, new() { Name = "Proposals" });

    public static async Task<Visit> BeginAsync(
        Chromium chromium, PromptServer server, string path, string user = "root", bool hasScript = true, int width = 1200, int height = 900, bool isDark = false)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            JavaScriptEnabled = hasScript, ViewportSize = new() { Width = width, Height = height }, ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            BaseURL = server.Address.ToString(), ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        await context.AddCookiesAsync([new() { Name = "user", Value = user, Url = server.Address.ToString() }]);
        var visit = new Visit(context, await context.NewPageAsync());
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != server.Address.Authority) visit._complaints.Add($"left for {request.Url}");
        };
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("favicon", StringComparison.Ordinal) && !message.Location.Contains("favicon", StringComparison.Ordinal)) visit._complaints.Add(message.Text);
        };
        context.WebError += (_, error) => visit._complaints.Add(error.Error);
        await visit.Page.GotoAsync(path);
        return visit;
    }

    /// <summary>An entry of the transcript.</summary>
    public ILocator Entry(int number) => Page.Locator($"#entry-{number}");

    public async Task EnterAsync(string code)
    {
        await Editor.FillAsync(code);
        await Editor.PressAsync("Control+Enter");
    }

    /// <summary>Keeps a picture where somebody wants to look at it.</summary>
    public async Task ShootAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"prompt-{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (!IgnoresFailures) _complaints.ShouldBeEmpty();
    }
}
