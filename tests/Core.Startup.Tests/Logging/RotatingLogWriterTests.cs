using Microsoft.Extensions.Logging;
using PluginFramework.Core.Logging;

namespace PluginFramework.Core.Startup.Tests.Logging;

public sealed class RotatingLogWriterTests
{
    [Fact]
    public void Write_AfterTheEnd_LeavesTheFilesToTheNextDaemon()
    {
        var folder = Directory.CreateTempSubdirectory("log-");
        var path = Path.Combine(folder.FullName, "x.log");
        var loggers = new LineLoggerProvider(new RotatingLogWriter(path, maxOctets: 8, count: 2), LineFormat.File, TimeProvider.System, ownsWriter: true);
        var logger = loggers.CreateLogger("c");
        logger.LogInformation("before");
        loggers.Dispose();
        var before = File.ReadAllText(path);

        logger.LogInformation("after");

        Directory.GetFiles(folder.FullName).ShouldBe([path]);
        File.ReadAllText(path).ShouldBe(before);
        folder.Delete(recursive: true);
    }
}
