using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Panels;

namespace PluginFramework.Core.Installing;

/// <summary>Says what kept a change from being made as panels do.</summary>
internal static class InstallFaults
{
    /// <summary>Does something, and turns what is foreseen to go wrong into a refusal.</summary>
    /// <exception cref="PanelException">It went wrong.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    private static PanelException? Translate(Exception exception) => exception switch
    {
        FeedException { Failures.IsEmpty: false } => new(PanelError.Unavailable, exception.Message, exception),
        FeedException or ResolutionException or LockedException => new(PanelError.Failed, exception.Message, exception),
        InvalidDataException or HostConfigurationException => new(PanelError.Configuration, exception.Message, exception),
        UnauthorizedAccessException => new(PanelError.Failed, $"{exception.Message} Nothing was changed. Give the daemon's user access there, and try again.", exception),
        IOException => new(PanelError.Failed, $"{exception.Message} Nothing was changed. See to the disk (is it full?), and try again.", exception),
        _ => null,
    };
}
