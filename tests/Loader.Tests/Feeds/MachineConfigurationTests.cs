using System.Diagnostics;

namespace PluginFramework.Loader.Feeds;

public sealed class MachineConfigurationTests
{
    /// <summary>Runs other tests in a process whose user has a NuGet configuration that nobody can read without failing.</summary>
    [Fact]
    public async Task Feeds_ReadNothingOfTheMachinesConfiguration()
    {
        using var folder = new FeedFolder();
        foreach (var place in new[] { ".nuget/NuGet", ".config/NuGet", "NuGet" })
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder.Root, place)).FullName;
            File.WriteAllText(Path.Combine(directory, "NuGet.Config"), "<configuration");
        }
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(MachineConfigurationTests).Assembly.Location);
        foreach (var argument in new[] { "-noColor", "-class", typeof(FeedQuestionTests).FullName!, "-class", typeof(PlanningTests).FullName! }) start.ArgumentList.Add(argument);
        foreach (var variable in new[] { "HOME", "USERPROFILE", "APPDATA", "DOTNET_CLI_HOME" }) start.Environment[variable] = folder.Root;

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output + await error);
        output.ShouldContain("Failed: 0");
        Directory.Exists(Path.Combine(folder.Root, ".nuget", "packages")).ShouldBeFalse();
        Directory.GetFileSystemEntries(Path.Combine(folder.Root, ".nuget")).ShouldHaveSingleItem();
    }
}
