using System.Collections.Immutable;
using System.Reflection;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Host.Tests;

public sealed class PluginLockFileTests
{
    private static string Path(string key) =>
        typeof(PluginLockFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>Set UPDATE_LOCK=1 to write the file anew after packages have changed on purpose.</summary>
    [Fact]
    public void RepositoryLockFile_IsWhatThePluginsWereBuiltWith()
    {
        var plugins = ImmutableSortedDictionary.CreateBuilder<string, LockedPlugin>(StringComparer.Ordinal);
        foreach (var dependencies in Directory.EnumerateFiles(Path("PluginOutput"), "*.deps.json", SearchOption.AllDirectories))
        {
            var assembly = System.IO.Path.GetFileName(dependencies).Replace(".deps.json", ".dll", StringComparison.Ordinal);
            var manifest = ManifestReader.Read(System.IO.Path.GetDirectoryName(dependencies)!, assembly);
            plugins[manifest.Id] = LockedPlugin.FromDependencyFile(dependencies, manifest.Version);
        }

        var built = new PluginLockFile(1, plugins.ToImmutable()).ToText();
        if (Environment.GetEnvironmentVariable("UPDATE_LOCK") == "1") File.WriteAllText(Path("LockFile"), built);

        PluginLockFile.Read(Path("LockFile")).ToText().ShouldBe(built, "packages changed; run the tests with UPDATE_LOCK=1 and look at the difference");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{ "version": 2, "plugins": {} }""")]
    public void DamagedLockFile_IsRefused(string text)
    {
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, text);

        Should.Throw<InvalidDataException>(() => PluginLockFile.Read(path)).Message.ShouldContain(path);
        File.Delete(path);
    }
}
