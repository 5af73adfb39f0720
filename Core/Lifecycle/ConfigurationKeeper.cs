using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Reads, changes and watches the file that a host's configuration comes from, where there is one.</summary>
internal sealed class ConfigurationKeeper(PluginHostSettings settings, ILogger logger, TimeProvider timeProvider)
{
    /// <summary>The caller's of <see cref="Watch"/>.</summary>
    private HostConfigurationMonitor? _monitor;

    /// <summary>What was read last while watching.</summary>
    public HostConfiguration? Watched => _monitor?.Current;

    /// <summary>Begins to watch the file.</summary>
    /// <returns>The watch, the caller's to dispose of; <see langword="null"/>: there is no file.</returns>
    public HostConfigurationMonitor? Watch() => _monitor = NewMonitor();

    /// <summary>The settings with the configuration as it is by now.</summary>
    /// <exception cref="HostConfigurationException">It cannot be read.</exception>
    public static PluginHostSettings Refreshed(PluginHostSettings settings)
    {
        if (settings.Sources is not { } sources) return settings;
        var text = ConfigurationFile.TryReadText(sources.FilePath);
        if (text is null || settings.Configuration.FileText.AsSpan().SequenceEqual(text)) return settings;
        var configuration = HostConfiguration.Load(sources);
        settings.ConfigurationTaken?.Invoke(configuration);
        return settings with { Configuration = configuration };
    }

    /// <summary>Looks whether the file holds something else by now.</summary>
    /// <param name="current">What is in force.</param>
    /// <returns>What it holds; <see langword="null"/>: there is nothing new.</returns>
    /// <exception cref="HostConfigurationException">It is wrong, and nothing watches it who would say so.</exception>
    public HostConfiguration? Reload(HostConfiguration current)
    {
        if (settings.Sources is not { } sources) return null;
        // The watch sees it as well, and finds nothing left to do.
        if (_monitor?.Reload() == false && _monitor.Current == current) return null;
        var configuration = _monitor?.Current ?? ConfigurationCheck.Checked(HostConfiguration.Load(sources));
        settings.ConfigurationTaken?.Invoke(configuration);
        return configuration;
    }

    /// <summary>Switches a plugin on or off.</summary>
    /// <param name="current">What is in force; changed as it is where there is no file.</param>
    /// <param name="id">The plugin.</param>
    /// <param name="isDisabled">Whether it is to be off.</param>
    /// <param name="write">Writes the file.</param>
    /// <returns>What is configured now.</returns>
    /// <exception cref="HostConfigurationException">The file is wrong already; it is not edited.</exception>
    public HostConfiguration SetDisabled(HostConfiguration current, string id, bool isDisabled, Action<byte[]> write)
    {
        if (settings.Sources is not { } sources) return current.WithDisabled(id, isDisabled);
        // First as it is: a file that cannot be read is not to be edited.
        var text = ConfigurationCheck.Checked(HostConfiguration.Load(sources)).FileText;
        if (ConfigurationFile.WithDisabled(text, sources.FilePath, id, isDisabled) is { } changed) write(changed);
        var configuration = ConfigurationCheck.Checked(HostConfiguration.Load(sources));
        // What the watch of the file has read before is out of date, and must not come after this.
        _monitor?.Reload();
        return configuration;
    }

    /// <summary>What is configured now that a generation is in force.</summary>
    /// <param name="current">What was until now.</param>
    /// <param name="generation">The generation, whose configuration has been written to the file.</param>
    public HostConfiguration Take(HostConfiguration current, Generation generation)
    {
        if (settings.Sources is not { } sources || current.FileText.AsSpan().SequenceEqual(generation.Configuration.Span)) return current;
        var configuration = LoadOr(sources, generation);
        _monitor?.Reload();
        settings.ConfigurationTaken?.Invoke(configuration);
        return configuration;
    }

    private HostConfigurationMonitor? NewMonitor() => settings.Sources is { } sources
        ? new(sources, settings.Configuration, ConfigurationCheck.Problems, logger, timeProvider) : null;

    /// <summary>What the file holds; where somebody has made that unusable meanwhile, what the generation holds: it has to be carried out all the same.</summary>
    private static HostConfiguration LoadOr(HostConfigurationSources sources, Generation generation)
    {
        try
        {
            return ConfigurationCheck.Checked(HostConfiguration.Load(sources));
        }
        catch (HostConfigurationException)
        {
            // The watch of the file says what is wrong with it.
            return ConfigurationCheck.Checked(HostConfiguration.Load(sources, generation.Configuration.ToArray()));
        }
    }
}
