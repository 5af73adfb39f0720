using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Plugins;

namespace PluginFramework.TestUtilities;

/// <summary>The context of a plugin under test: a temporary data directory, a clock that stands still, options as given.</summary>
public sealed class TestPluginContext(string id = "test", object? options = null) : IPluginContext, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<string> _dataDirectory = new(() => Directory.CreateTempSubdirectory("plugin-").FullName);

    public string Id { get; } = id;

    public string Version => "1.0.0";

    public string DataDirectory => _dataDirectory.Value;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The clock the plugin sees: <see cref="Clock"/> unless set.</summary>
    public TimeProvider TimeProvider { get => field ?? Clock; init; }

    public CancellationToken Stopping => _stopping.Token;

    public TOptions GetOptions<TOptions>() where TOptions : class, IPluginOptions, new() => (TOptions?)options ?? new TOptions();

    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        if (_dataDirectory.IsValueCreated) Directory.Delete(_dataDirectory.Value, recursive: true);
    }
}
