using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Generations;

internal static partial class GenerationLog
{
    [LoggerMessage(1, LogLevel.Information, "Generation {Number} is in force: {Summary} (by {Actor})")]
    public static partial void Switched(ILogger logger, int number, string summary, string actor);

    [LoggerMessage(2, LogLevel.Information, "The plugins of generation {Number} are well; it stays")]
    public static partial void Good(ILogger logger, int number);

    [LoggerMessage(3, LogLevel.Error, "Generation {Number} is rolled back to {Previous}: {Reason}")]
    public static partial void RolledBack(ILogger logger, int number, int previous, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Generations that are no longer kept cannot be deleted")]
    public static partial void GarbageStays(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Critical, "Whether generation {Number} stays cannot be decided; the next start tries again")]
    public static partial void Undecided(ILogger logger, int number, Exception exception);
}
