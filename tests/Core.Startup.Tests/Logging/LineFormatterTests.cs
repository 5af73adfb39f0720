using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Logging;

namespace PluginFramework.Core.Startup.Tests.Logging;

public sealed class LineFormatterTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Format_ForAFile_HasDateAndTheWholeException()
    {
        var line = LineFormatter.Format(LineFormat.File, _clock, LogLevel.Warning, "A.B", "said", new InvalidOperationException("why"));
        line.ShouldStartWith("2026-01-02T03:04:05.000Z warn  A.B: said\n    System.InvalidOperationException: why");
    }

    [Fact]
    public void Format_ForTheConsole_IsShort() =>
        LineFormatter.Format(LineFormat.Console, _clock, LogLevel.Error, "PluginFramework.Core.Network.Listener", "said", new InvalidOperationException("why"))
            .ShouldEndWith(" error Listener: said: why");

    [Fact]
    public void Format_OfPluginIdWithDots_KeepsItWhole() =>
        LineFormatter.Format(LineFormat.Console, _clock, LogLevel.Information, "identity.sqlite", "x", null).ShouldContain("identity.sqlite: x");

    [Fact]
    public void Format_OfControlCharacters_CannotForgeAnEntry() =>
        LineFormatter.Format(LineFormat.File, _clock, LogLevel.Information, "irc", "a\r\n2026 \e[2Jb", null).ShouldEndWith("irc: a\n    2026 \uFFFD[2Jb");

    [Fact]
    public void Format_ForTheJournal_PutsThePriorityBeforeEachLineAndNoTime() =>
        LineFormatter.Format(LineFormat.Journal, _clock, LogLevel.Warning, "irc", "a\nb", null).ShouldBe("<4>irc: a\n<4>    b");

    [Fact]
    public void Filter_GoesByTheLongestCategoryAndChangesInPlace()
    {
        var output = new StringWriter();
        var filter = new LogFilter(floor: null);
        using var loggers = HostLogging.Create([HostLogging.ToConsole(output, coloured: false, _clock)], filter);
        var (irc, http) = (loggers.CreateLogger("irc"), loggers.CreateLogger("http"));
        irc.LogDebug("hidden");
        filter.Apply(Configuration("{ \"logging\": { \"level\": \"error\", \"categories\": { \"irc\": \"debug\" } } }"));
        irc.LogDebug("shown");
        http.LogWarning("hidden");
        output.ToString().ShouldContain("shown");
        output.ToString().ShouldNotContain("hidden");
    }

    private static HostConfiguration Configuration(string text)
    {
        using var directory = new TemporaryDirectory();
        return HostConfiguration.Load(new() { FilePath = directory.Write("p.json", text) });
    }
}
