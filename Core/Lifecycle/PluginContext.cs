using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What a plugin knows of itself.</summary>
internal sealed class PluginContext(
    string id, string version, string dataDirectory, object? options, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    : IPluginContext, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public string Id => id;

    public string Version => version;

    public string DataDirectory
    {
        get
        {
            if (!OperatingSystem.IsWindows())
                Directory.CreateDirectory(dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            else
                Directory.CreateDirectory(dataDirectory);
            return dataDirectory;
        }
    }

    public ILoggerFactory LoggerFactory => loggerFactory;

    public TimeProvider TimeProvider => timeProvider;

    public CancellationToken Stopping => _stopping.Token;

    public TOptions GetOptions<TOptions>() where TOptions : class, IPluginOptions, new() =>
        options as TOptions ?? throw new InvalidOperationException(
            $"Plugin '{id}' asks for options of type {typeof(TOptions)} but names {options?.GetType().ToString() ?? "none"} in its [assembly: Plugin].");

    /// <summary>Cancels <see cref="Stopping"/>. What a callback of the plugin throws comes out.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
