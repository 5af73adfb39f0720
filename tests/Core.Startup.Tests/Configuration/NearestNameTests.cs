using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("endpoint", "endpoints")]
    [InlineData("pluigns", "plugins")]
    [InlineData("DISABLE", "disabled")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void Of_FindsWhatWasMeant(string name, string? expected) => NearestName.Of(name, ["endpoints", "plugins", "disabled"]).ShouldBe(expected);
}
