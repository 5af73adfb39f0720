using Microsoft.Extensions.Logging;

namespace PluginFramework.Prompt;

internal static partial class PromptLog
{
    [LoggerMessage(1, LogLevel.Error, "An entry of the web prompt failed in the prompt itself.")]
    public static partial void EntryFailed(ILogger logger, Exception exception);
}
