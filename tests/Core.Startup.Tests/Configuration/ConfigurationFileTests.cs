using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void SetDisabled_WithoutFile_MakesOneForItsOwnerAlone()
    {
        ConfigurationFile.SetDisabled(_directory["p.json"], "irc", disabled: true).ShouldBeTrue();

        File.ReadAllText(_directory["p.json"]).ShouldBe("{\n  \"disabled\": [\"irc\"]\n}\n");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_directory["p.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_directory.Path).Length.ShouldBe(1, "no temporary file is left");
    }

    [Fact]
    public void SetDisabled_ThereAndBack_KeepsComments()
    {
        const string Text = "{\n  \"disabled\": [\n    \"ftp\", // for now\n  ],\n}\n";
        var path = _directory.Write("p.json", Text);

        ConfigurationFile.SetDisabled(path, "irc", disabled: true).ShouldBeTrue();
        File.ReadAllText(path).ShouldBe("{\n  \"disabled\": [\n    \"ftp\", // for now\n    \"irc\",\n  ],\n}\n");
        ConfigurationFile.SetDisabled(path, "IRC", disabled: true).ShouldBeFalse();
        ConfigurationFile.SetDisabled(path, "IRC", disabled: false).ShouldBeTrue();
        File.ReadAllText(path).ShouldBe(Text);
        ConfigurationFile.SetDisabled(path, "irc", disabled: false).ShouldBeFalse();
    }

    [Fact]
    public void SetDisabled_OfOneTextForAList_MakesItAList()
    {
        var path = _directory.Write("p.json", "{ \"disabled\": \"ftp\" }");
        ConfigurationFile.SetDisabled(path, "irc", disabled: true);
        HostConfiguration.Load(new() { FilePath = path }).Disabled.Order().ShouldBe(["ftp", "irc"]);
        File.WriteAllText(path, "{ \"disabled\": \"ftp\" }");
        ConfigurationFile.SetDisabled(path, "ftp", disabled: false).ShouldBeTrue();
        HostConfiguration.Load(new() { FilePath = path }).Disabled.ShouldBeEmpty();
    }

    [Fact]
    public void SetDisabled_OfInvalidFile_LeavesItAlone()
    {
        var path = _directory.Write("p.json", "{ oops");
        Should.Throw<HostConfigurationException>(() => ConfigurationFile.SetDisabled(path, "irc", disabled: true));
        File.ReadAllText(path).ShouldBe("{ oops");
    }

    [Fact]
    public void Set_OfLinkedFile_ChangesTheTargetAndKeepsItsMode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links and modes of Unix.");
            return;
        }

        var target = _directory.Write("target.json", "{}");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_directory["p.json"], target);

        ConfigurationFile.Set(_directory["p.json"], "\"memory\"", "transport");

        File.ResolveLinkTarget(_directory["p.json"], returnFinalTarget: true)!.FullName.ShouldBe(target);
        File.ReadAllText(target).ShouldContain("memory");
        File.GetUnixFileMode(target).HasFlag(UnixFileMode.GroupRead).ShouldBeTrue();
    }

    [Fact]
    public void Load_OfHugeFile_IsRefused()
    {
        var path = _directory.Write("p.json", "{ \"transport\": \"" + new string('x', 2 << 20) + "\" }");
        Should.Throw<HostConfigurationException>(() => HostConfiguration.Load(new() { FilePath = path })).Message.ShouldContain("longer than");
    }

    [Fact]
    public void Load_OfFileWithByteOrderMark_ReadsIt()
    {
        File.WriteAllBytes(_directory["p.json"], [0xEF, 0xBB, 0xBF, .. "{ \"transport\": \"x\" }"u8]);
        var configuration = HostConfiguration.Load(new() { FilePath = _directory["p.json"] });
        configuration.Transport.ShouldBe("x");
        configuration.GetOrigin("transport")!.Value.Column.ShouldBe(3);
    }
}
