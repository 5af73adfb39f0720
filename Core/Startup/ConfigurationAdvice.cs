using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup;

/// <summary>
/// Says what of the configuration has no effect: names of plugins and protocols that are not there, and changes that wait for the next
/// start. Safe for use from any thread.
/// </summary>
/// <param name="atStart">What the daemon is started with.</param>
/// <param name="logger">Told of each once, when it comes up.</param>
internal sealed partial class ConfigurationAdvice(HostConfiguration atStart, ILogger logger)
{
    private readonly Lock _lock = new(); // guards the fields
    private HostConfiguration? _inForce;
    private ImmutableHashSet<string> _told = [];
    private IPluginHost? _host;

    /// <summary>The host has started, and knows its plugins.</summary>
    public void Begin(IPluginHost host)
    {
        lock (_lock)
        {
            _host = host;
            Tell();
        }
    }

    /// <summary>A changed configuration has been taken.</summary>
    public void Take(HostConfiguration configuration)
    {
        lock (_lock)
        {
            _inForce = configuration;
            Tell();
        }
    }

    /// <summary>A sentence for each; none before the host has started.</summary>
    public ImmutableArray<string> Find()
    {
        lock (_lock)
        {
            return FindCore();
        }
    }

    private ImmutableArray<string> FindCore()
    {
        if (_host is not { } host) return [];
        var inForce = _inForce ?? atStart;
        return
        [
            .. UnusedSettings.Find(inForce, host.Plugins.List().Select(plugin => plugin.Id), host.Protocols),
            .. RestartSettings.Find(atStart, inForce),
        ];
    }

    private void Tell()
    {
        var advice = FindCore();
        foreach (var sentence in advice.Where(sentence => !_told.Contains(sentence))) LogAdvice(logger, sentence);
        _told = [.. advice];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Advice}")]
    private static partial void LogAdvice(ILogger logger, string advice);
}
