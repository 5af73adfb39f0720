using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Installing.Tests;

public sealed class FeedSectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feed-section-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Section_IsReadWhole()
    {
        var feeds = Load("""
            {
              "feeds": {
                "sources": {
                  "main": "https://feeds.example/v3/index.json",
                  "local": { "source": "packages", "userName": "u", "password": "file:secret", "apiKey": "env:KEY", "allowInsecure": true },
                  "none": null
                },
                "mapping": { "PluginFramework.*": ["main"], "*": "local" },
                "signatures": "require",
                "trustedSigners": { "Acme": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] },
                "includePrerelease": true
              }
            }
            """).Feeds;
        feeds.Feeds.ShouldBe(
        [
            new Feed("main", "https://feeds.example/v3/index.json"),
            new Feed("local", Path.Combine(_folder, "packages"))
            {
                UserName = "u", Password = new($"file:{Path.Combine(_folder, "secret")}"), ApiKey = new("env:KEY"), AllowInsecure = true,
            },
        ]);
        feeds.Mappings.Select(mapping => (mapping.Pattern, string.Join(",", mapping.Feeds))).ShouldBe([("PluginFramework.*", "main"), ("*", "local")]);
        (feeds.Signatures, feeds.IncludePrerelease, feeds.TrustedSigners.Single().Name).ShouldBe((SignaturePolicy.Require, true, "Acme"));
        feeds.Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"feeds\": null }")]
    [InlineData("{ \"feeds\": {} }")]
    public void Section_ThatSaysNothing_HasNoFeed(string text)
    {
        var feeds = Load(text).Feeds;
        (feeds.Feeds.IsEmpty, feeds.Signatures, feeds.IncludePrerelease).ShouldBe((true, SignaturePolicy.Accept, false));
    }

    [Theory]
    [InlineData("{\n \"feeds\": []\n}", "2:2", "must be an object")]
    [InlineData("{ \"feeds\": {\n \"sauces\": {}\n} }", "2:2", "Unknown key 'sauces'|did you mean 'sources'")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": { \"source\": \"/a\", \"pasword\": \"x\" }\n} } }", "2:25", "Unknown key 'pasword'|did you mean 'password'")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": \"http://feeds.example/\"\n} } }", "2:2", "The feed 'a'|plain HTTP")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": \"https://u:hidden@feeds.example/\"\n} } }", "2:2", "holds a user name")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": \"ftp://u:hidden@feeds.example/\"\n} } }", "2:2", "neither http")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": {}\n} } }", "2:2", "has no source")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": []\n} } }", "2:2", "must be an object")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": \"\"\n} } }", "2:2", "has no source")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": { \"source\": \"/a\", \"userName\": \"u\" }\n} } }", "2:2", "needs both a user name and a password")]
    [InlineData("{ \"feeds\": { \"sources\": {\n \"a\": { \"source\": \"/a\",\n \"allowInsecure\": \"so\" }\n} } }", "3:2", "must be true or false")]
    [InlineData("{ \"feeds\": { \"mapping\": {\n \"x\": [\"none\"]\n} } }", "2:2", "names the feed 'none', which there is not")]
    [InlineData("{ \"feeds\": { \"mapping\": {\n \"x\": []\n} } }", "2:2", "names no feed")]
    [InlineData("{ \"feeds\": { \"mapping\": {\n \"x\": [1, {}]\n} } }", "2:2", "must be a list of texts")]
    [InlineData("{ \"feeds\": { \"sources\": { \"a\": \"/a\" }, \"mapping\": {\n \"x*y\": \"a\"\n} } }", "2:2", "neither a package id nor a prefix")]
    [InlineData("{ \"feeds\": {\n \"signatures\": \"maybe\"\n} }", "2:2", "'maybe'|accept or require")]
    [InlineData("{ \"feeds\": {\n \"signatures\": \"require\"\n} }", "2:2", "no signer is trusted")]
    [InlineData("{ \"feeds\": { \"trustedSigners\": {\n \"s\": [\"12\"]\n} } }", "2:2", "64 hexadecimal digits")]
    [InlineData("{ \"feeds\": {\n \"includePrerelease\": 3\n} }", "2:2", "must be true or false")]
    public void Problem_IsNamedWithItsPlace(string text, string place, string expected)
    {
        var message = Should.Throw<HostConfigurationException>(() => Load(text)).Message;
        message.ShouldContain($"pluginhost.json:{place}");
        foreach (var part in expected.Split('|')) message.ShouldContain(part);
        message.ShouldNotContain("hidden");
        message.Split(Environment.NewLine).Length.ShouldBe(1, message);
    }

    [Fact]
    public void Problems_AreAllNamed() => Should.Throw<HostConfigurationException>(() => Load(
        "{ \"feeds\": { \"sources\": { \"a\": {}, \"b\": \"ftp://x\" }, \"signatures\": \"no\", \"mapping\": { \"x\": \"c\" } } }")).Message.Split(Environment.NewLine).Length.ShouldBe(4);

    [Fact]
    public void Environment_AddsAFeed() => HostConfiguration.Load(new()
    {
        FilePath = Path.Combine(_folder, "pluginhost.json"), Environment = new Dictionary<string, string> { ["PLUGINHOST__FEEDS__SOURCES__WEB__SOURCE"] = "https://feeds.example/" },
    }).Feeds.Feeds.ShouldHaveSingleItem().Source.ShouldBe("https://feeds.example/");

    private HostConfiguration Load(string text)
    {
        var path = Path.Combine(_folder, "pluginhost.json");
        File.WriteAllText(path, text);
        return HostConfiguration.Load(new() { FilePath = path });
    }
}
