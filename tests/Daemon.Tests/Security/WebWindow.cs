using Microsoft.Playwright;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>A window of a real browser. Scripts that ask something, errors of scripts and requests to other servers fail the test at its end.</summary>
internal sealed class WebWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public WebWindow(IBrowserContext context, IPage page, Uri origin)
    {
        (_context, Page) = (context, page);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var address && address.Authority != origin.Authority) _complaints.Add($"left for {request.Url}");
        };
        context.Console += (_, message) =>
        {
            // Refusals are pages too; the browser remarks on their status.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _complaints.Add(message.Text);
        };
        context.WebError += (_, error) => _complaints.Add(error.Error);
        context.Dialog += async (_, dialog) =>
        {
            _complaints.Add($"{page.Url}: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _complaints.ShouldBeEmpty();
    }
}
