using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Logging;

namespace PluginFramework.Core.Startup.Tests.Logging;

public sealed class LogFilterTests
{
    [Fact]
    public void Apply_WhileLoggersAreInUse_ChangesWhatTheyLog()
    {
        var filter = new LogFilter(null);
        using var loggers = HostLogging.Create([], filter);
        using var written = new StringWriter();
        loggers.AddProvider(new LineLoggerProvider(written, default, TimeProvider.System, ownsWriter: false));
        var (irc, chat) = (loggers.CreateLogger("irc.session"), loggers.CreateLogger("chat"));
        irc.IsEnabled(LogLevel.Debug).ShouldBeFalse();

        filter.Apply(Load("logging.level=warning", "logging.categories.irc=debug"));

        irc.IsEnabled(LogLevel.Debug).ShouldBeTrue();
        chat.IsEnabled(LogLevel.Information).ShouldBeFalse();
        filter.Apply(Load());
        irc.IsEnabled(LogLevel.Debug).ShouldBeFalse();
        chat.IsEnabled(LogLevel.Information).ShouldBeTrue();
    }

    private static HostConfiguration Load(params string[] settings) => HostConfiguration.Load(new() { FilePath = "none.json", Settings = [.. settings] });
}
