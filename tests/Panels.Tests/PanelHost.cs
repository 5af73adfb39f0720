using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Auditing;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Logging;
using PluginFramework.Core.Startup;

namespace PluginFramework.Panels.Tests;

/// <summary>A real host without plugins, over a run directory of its own.</summary>
internal sealed class PanelHost : IAsyncDisposable
{
    private readonly LogHistory _history = new(TimeProvider.System);
    private readonly ILoggerFactory _loggers;

    public PanelHost()
    {
        Audit = new(Path.Combine(RunDirectory, "audit.jsonl"), TimeProvider.System);
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_history).SetMinimumLevel(LogLevel.Debug));
        var sources = new HostConfigurationSources { FilePath = Path.Combine(RunDirectory, "pluginhost.json") };
        var settings = new PluginHostSettings(RunDirectory, [Path.Combine(RunDirectory, "plugins")], HostConfiguration.Load(sources))
        {
            Sources = sources, LogHistory = _history, Advice = () => Warnings,
        };
        Host = new(settings, _loggers, TimeProvider.System, Audit);
    }

    public string RunDirectory { get; } = Directory.CreateTempSubdirectory("panels-").FullName;

    public PluginHost Host { get; }

    public AuditFile Audit { get; }

    public ImmutableArray<string> Warnings { get; set; } = [];

    public Task<View> ViewAsync(string panel) => Host.Panels.ViewAsync(panel, FakePanel.Operator, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Every file with what is in it.</summary>
    public string[] Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(RunDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => File.Exists(path) ? $"{path} {Hash(path)} {File.GetLastWriteTimeUtc(path).Ticks}" : path),
    ];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
        Audit.Dispose();
        Directory.Delete(RunDirectory, recursive: true);
    }

    private static string Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}
