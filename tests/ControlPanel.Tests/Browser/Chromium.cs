using System.Diagnostics;
using Microsoft.Playwright;

namespace PluginFramework.ControlPanel.Tests.Browser;

/// <summary>The machine's own browser, started once; and axe-core, fetched once by npm.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _axe;

    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, "There is no Chromium on this machine: apt-get install chromium, or name it in CHROMIUM_PATH.");
            return _browser;
        }
    }

    /// <summary>The script of axe-core.</summary>
    public string Axe
    {
        get
        {
            Assert.SkipWhen(_axe is null, "axe-core could not be fetched with npm.");
            return _axe;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if ((Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? Places.FirstOrDefault(File.Exists)) is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-background-networking"] });
        _axe = await FetchAxeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static async Task<string?> FetchAxeAsync()
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "obj", "axe"));
        var script = Path.Combine(folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(script))
        {
            Directory.CreateDirectory(folder);
            try
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@4"])
                {
                    RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
                await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(limit.Token), npm.StandardError.ReadToEndAsync(limit.Token), npm.WaitForExitAsync(limit.Token));
            }
            catch (Exception error) when (error is System.ComponentModel.Win32Exception or OperationCanceledException)
            {
                return null;
            }
        }

        return File.Exists(script) ? await File.ReadAllTextAsync(script) : null;
    }
}
