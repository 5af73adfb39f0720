using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Logging;

/// <summary>What is logged, by category; it can change while the daemon runs.</summary>
/// <param name="floor">What is logged at least, whatever the configuration says; <see langword="null"/>: the configuration decides.</param>
internal sealed class LogFilter(LogLevel? floor) : IOptionsMonitor<LoggerFilterOptions>
{
    private Action<LoggerFilterOptions, string?>? _changed;

    public LoggerFilterOptions CurrentValue { get; private set; } = new() { MinLevel = floor ?? LogLevel.Information };

    public LoggerFilterOptions Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<LoggerFilterOptions, string?> listener)
    {
        _changed += listener;
        return new Subscription(() => _changed -= listener);
    }

    public void Apply(HostConfiguration configuration)
    {
        var options = new LoggerFilterOptions { MinLevel = Lower(configuration.LogLevel) };
        foreach (var (category, level) in configuration.LogCategories) options.Rules.Add(new(null, category, Lower(level), null));
        CurrentValue = options;
        _changed?.Invoke(options, null);
    }

    private LogLevel Lower(LogLevel level) => floor is { } value && value < level ? value : level;

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
