namespace PluginFramework.Core.Startup.Tests;

public sealed class InvocationNameTests
{
    [Theory]
    [InlineData("/r/bin/pluginhost run", "dotnet run --project pluginhost -- run", "run", "dotnet run --project pluginhost --")]
    [InlineData("/r/bin/pluginhost", "/usr/bin/dotnet run --project pluginhost", "", "dotnet run --project pluginhost --")]
    [InlineData("/r/bin/pluginhost run", "dotnet run -c Release --project pluginhost run", "run", "dotnet run -c Release --project pluginhost --")]
    [InlineData("./pluginhost run", "bash", "run", "./pluginhost")]
    [InlineData("pluginhost", "bash", "", "pluginhost")]
    [InlineData("dotnet pluginhost.dll run", "bash", "run", "dotnet pluginhost.dll")]
    [InlineData("", "", "", "pluginhost")]
    public void Describe_IsAsTheProgramWasStarted(string self, string parent, string own, string expected) =>
        InvocationName.Describe("pluginhost", Split(self), Split(parent), Split(own)).ShouldBe(expected);

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
