using PluginFramework.Ssh.Tests.Fuzzing;

namespace PluginFramework.Ssh.Tests;

/// <summary>What fuzzing has found of interest is taken or refused, as ever.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. SshTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inputs_ThatFuzzingFound_AreReadOrRefused_AndNothingElse(string name)
    {
        var target = SshTargets.All.Single(target => target.Name == name);
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Corpus", name));
        files.ShouldNotBeEmpty();

        foreach (var seed in target.Seeds) Should.NotThrow(() => target.Run(seed));
        foreach (var file in files) Should.NotThrow(() => target.Run(File.ReadAllBytes(file)), file);
    }
}
