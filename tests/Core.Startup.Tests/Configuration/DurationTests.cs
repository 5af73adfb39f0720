using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("30", 30_000)]
    [InlineData("30s", 30_000)]
    [InlineData(" 1.5 s ", 1_500)]
    [InlineData("500ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("00:00:05", 5_000)]
    [InlineData("0", 0)]
    public void TryParse_OfLength_ReadsIt(string text, double milliseconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("soon")]
    [InlineData("5 fortnights")]
    [InlineData("1:2:3:4:5")]
    [InlineData("99999999999999999999d")]
    [InlineData("1/2")]
    public void TryParse_OfAnythingElse_Fails(string? text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
