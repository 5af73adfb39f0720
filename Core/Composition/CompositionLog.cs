using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Composition;

internal static partial class CompositionLog
{
    [LoggerMessage(1, LogLevel.Error, "A subscriber to the live exports of {Contract} threw")]
    public static partial void SubscriberThrew(ILogger logger, string contract, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A subscriber to the live exports of {Contract} did not return within {Limit}; it hears of no more changes")]
    public static partial void SubscriberHung(ILogger logger, string contract, TimeSpan limit);
}
