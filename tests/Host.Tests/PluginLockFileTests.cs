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
        var built = Built();
        if (Environment.GetEnvironmentVariable("UPDATE_LOCK") == "1") File.WriteAllText(Path("LockFile"), built);

        PluginLockFile.Read(Path("LockFile")).ToText().ShouldBe(built, "packages changed; run the tests with UPDATE_LOCK=1 and look at the difference");
    }

    [Theory]
    [InlineData("another version of a package", "\"version\": \"2.7.0\"", "\"version\": \"2.7.1\"")]
    [InlineData("another content of a package", "\"sha512\": \"U+", "\"sha512\": \"V+")]
    [InlineData("another version of a plugin", "\"version\": \"1.0.0\"", "\"version\": \"1.0.1\"")]
    [InlineData("another plugin", "\"chat\": {", "\"chatter\": {")]
    public void LockFileWithAnythingElse_IsNoticed(string what, string recorded, string changed)
    {
        var built = Built();
        built.ShouldContain(recorded);
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, built.Replace(recorded, changed, StringComparison.Ordinal));

        PluginLockFile.Read(path).ToText().ShouldNotBe(built, what);
        File.Delete(path);
    }

    private static string Built()
    {
        var plugins = ImmutableSortedDictionary.CreateBuilder<string, LockedPlugin>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(Path("PluginOutput")))
        {
            var dependencies = Directory.GetFiles(folder, "*.deps.json").ShouldHaveSingleItem($"{folder} does not tell which packages it was built with");
            var assembly = System.IO.Path.GetFileName(dependencies).Replace(".deps.json", ".dll", StringComparison.Ordinal);
            var manifest = ManifestReader.Read(folder, assembly);
            plugins[manifest.Id] = LockedPlugin.FromDependencyFile(dependencies, manifest.Version);
        }

        return new PluginLockFile(1, plugins.ToImmutable()).ToText();
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
