using System.Collections.Immutable;
using System.Text;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds;

public sealed class PluginLockFileTextTests
{
    public static readonly ImmutableSortedDictionary<string, LockedPackage> NoPackages = ImmutableSortedDictionary.Create<string, LockedPackage>(StringComparer.Ordinal);

    private static readonly string Hash = Convert.ToBase64String(new byte[64]);

    [Fact]
    public void LockFile_WrittenAndRead_IsTheSame()
    {
        using var folder = new FeedFolder();
        var path = Path.Combine(folder.Root, "plugins.lock.json");
        var file = PluginLockFile.Empty with { Plugins = PluginLockFile.Empty.Plugins.Add("b", Plugin()).Add("a", new LockedPlugin("1.0.0", NoPackages)) };
        file.Write(path);
        var read = PluginLockFile.Read(path);
        read.ToText().ShouldBe(file.ToText());
        read.Plugins["b"].NeededBy.ShouldBe(["a"]);
        File.ReadAllText(path).IndexOf("\"a\"", StringComparison.Ordinal).ShouldBeLessThan(File.ReadAllText(path).IndexOf("\"b\"", StringComparison.Ordinal));
        Directory.GetFiles(folder.Root).ShouldBe([path], "nothing is left beside it");
    }

    [Theory]
    [InlineData("{\n  \"version\": 2,\n  \"new\": {}\n}", "(2,3)", "format 2, and this program knows 1. Update this program")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {\n    \"a\": { ", "(4,", "Restore it")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {},\n  \"else\": 1\n}", "(4,", "Restore it")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {\n    \"Bad Id\": { \"version\": \"1.0.0\", \"packages\": {} }\n  }\n}", "(4,5)", "'Bad Id' is no plugin id")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {\n    \"a\": {\n      \"version\": \"one\",\n      \"packages\": {} }\n  }\n}", "(5,7)", "'one' is no version")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {\n    \"a\": { \"version\": \"1.0.0\",\n      \"packages\": { \"L\": { \"version\": \"1.0.0\",\n \"sha512\": \"short\" } } }\n  }\n}", "(6,2)", "the package L has no SHA-512")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": {\n    \"a\": { \"version\": \"1.0.0\", \"packages\": {} },\n    \"a\": { \"version\": \"1.0.0\", \"packages\": {} }\n  }\n}", "(5,", "Restore it")]
    [InlineData("{\n  \"version\": 1,\n  \"plugins\": { \"a\": { \"version\": \"1.0.0\" } }\n}", "(3,", "Restore it")]
    [InlineData("null", "(1,", "Restore it")]
    public void DamagedLockFile_IsRefusedWithThePlace(string text, string place, string expected)
    {
        var message = Should.Throw<InvalidDataException>(() => PluginLockFile.Parse(Encoding.UTF8.GetBytes(text), "plugins.lock.json")).Message;
        message.ShouldStartWith("plugins.lock.json" + place);
        message.ShouldContain(expected);
    }

    private static LockedPlugin Plugin() => new("1.0.0", NoPackages.Add("Lib", new LockedPackage("2.0.0", Hash) { Requested = "[2.0.0, )", Feed = "web", Source = "https://feeds.example/", NeededBy = ["B"] }))
    {
        Package = "B", Requested = "1.*", Pinned = true, Feed = "web", Source = "https://feeds.example/", Sha512 = Hash, NeededBy = ["a"],
        Plugins = ImmutableSortedDictionary<string, string>.Empty.Add("C", "[1.0.0, )"), Content = ImmutableSortedDictionary<string, string>.Empty.Add("linux-x64", "00"),
    };
}
