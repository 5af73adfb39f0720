namespace PluginFramework.Core.Startup.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Doctor_WithoutARunDirectory_MakesNoneUnlessToldTo()
    {
        (await _shell.RunAsync("doctor")).Output.ShouldContain("is not there");
        Directory.Exists(_shell.RunDirectory).ShouldBeFalse();

        (await _shell.RunAsync("doctor", "--fix")).Output.ShouldContain("is made");
        Directory.Exists(_shell.RunDirectory).ShouldBeTrue();
    }

    [Fact]
    public async Task Doctor_WithADirectoryOthersCanWriteTo_ClosesItWhenToldTo()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        Directory.CreateDirectory(_shell.RunDirectory);
        File.SetUnixFileMode(_shell.RunDirectory, (UnixFileMode)0b111_111_111);

        var result = await _shell.RunAsync("doctor");
        result.Code.ShouldBe(ExitCode.Failed);
        result.Output.ShouldContain("chmod 700");

        await _shell.RunAsync("doctor", "--fix");
        File.GetUnixFileMode(_shell.RunDirectory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Doctor_WithLeftOversAndAWrongConfiguration_TellsOfBothAndRemovesOnlyTheFormer()
    {
        await _shell.RunAsync("doctor", "--fix");
        var (pidFile, configuration) = (Path.Combine(_shell.RunDirectory, "pluginhost.pid"), Path.Combine(_shell.RunDirectory, "pluginhost.json"));
        File.WriteAllText(pidFile, "1\n");
        File.WriteAllText(configuration, "{ \"nonsense\": 1 }");

        var result = await _shell.RunAsync("doctor", "--fix", "--json");

        result.Code.ShouldBe(ExitCode.Failed);
        result.Output.ShouldContain("pluginhost.json:1:3");
        File.Exists(pidFile).ShouldBeFalse();
        File.ReadAllText(configuration).ShouldContain("nonsense");
    }

    [Fact]
    public async Task Doctor_WithAFailedPluginAndNoOperator_SaysWhatToDo()
    {
        await _shell.RunAsync("doctor", "--fix");

        var result = await _shell.RunAsync("doctor");

        result.Code.ShouldBe(ExitCode.Failed, "ftp has failed");
        result.Output.ShouldContain("ftp is Failed: threw");
        result.Output.ShouldContain("plugin why ftp");
    }
}
