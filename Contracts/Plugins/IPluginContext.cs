using Microsoft.Extensions.Logging;

namespace PluginFramework.Plugins;

/// <summary>What the host gives a plugin about itself. Import it: <c>[ImportingConstructor] … (IPluginContext context)</c>.</summary>
/// <remarks>All members are safe for use from any thread. The context is good until the plugin has stopped.</remarks>
public interface IPluginContext
{
    /// <summary>The id of the plugin (<see cref="PluginAttribute.Id"/>).</summary>
    string Id { get; }

    /// <summary>The plugin's version, a semantic version (SemVer 2.0).</summary>
    string Version { get; }

    /// <summary>
    /// A directory for this plugin alone, below the run directory: created when first asked for, readable by the daemon's user only,
    /// the same for every version of the plugin, and left in place when the plugin goes.
    /// </summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    string DataDirectory { get; }

    /// <summary>Makes loggers that write to the daemon's log.</summary>
    ILoggerFactory LoggerFactory { get; }

    /// <summary>The clock for everything a plugin dates, delays or limits.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>Cancelled when the plugin begins to stop, before its parts are disposed of.</summary>
    CancellationToken Stopping { get; }

    /// <summary>The plugin's section of the configuration, bound and validated; one instance for the life of this context.</summary>
    /// <typeparam name="TOptions">The type named in <see cref="PluginAttribute.Options"/>.</typeparam>
    /// <exception cref="PluginConfigurationException">A key is unknown, a value does not convert, or validation failed.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TOptions"/> is not the type the plugin names.</exception>
    TOptions GetOptions<TOptions>() where TOptions : class, IPluginOptions, new();
}
