using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds;

public sealed class FeedConfigurationTests
{
    [Theory]
    [InlineData("Acme.Chat", "exact")]
    [InlineData("acme.chat", "exact")]
    [InlineData("Acme.Chat.More", "prefix")]
    [InlineData("Acme.Other", "short")]
    [InlineData("Else", "any")]
    public void Mapping_LongestPatternWins(string package, string expected)
    {
        FeedMapping[] mappings = [new("*", ["any"]), new("Acme.*", ["short"]), new("Acme.Chat*", ["prefix"]), new("Acme.Chat", ["exact"])];
        var configuration = new FeedConfiguration { Feeds = [.. mappings.Select(mapping => new Feed(mapping.Feeds[0], "/tmp"))], Mappings = [.. mappings] };
        configuration.Validate().ShouldBeEmpty();
        configuration.FeedsFor(package).ShouldHaveSingleItem().Name.ShouldBe(expected);
    }

    [Fact]
    public void Mapping_OfSamePatternTwice_AllowsBoth_AndUnmatchedAllowsNone()
    {
        var configuration = new FeedConfiguration { Feeds = [new("a", "/a"), new("b", "/b")], Mappings = [new("Acme.*", ["b"]), new("Acme.*", ["a"])] };
        configuration.FeedsFor("Acme.X").Select(feed => feed.Name).ShouldBe(["a", "b"]);
        configuration.FeedsFor("Else").ShouldBeEmpty();
        (configuration with { Mappings = [] }).FeedsFor("Else").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("http://feeds.example/index.json", "plain HTTP")]
    [InlineData("https://ann:secret@feeds.example/index.json", "holds a user name")]
    [InlineData("ftp://feeds.example/", "neither http(s) nor a folder")]
    [InlineData("", "has no source")]
    public void Feed_WithBadSource_IsRefused(string source, string expected) =>
        new FeedConfiguration { Feeds = [new("web", source)] }.Validate().ShouldContain(problem => problem.Contains(expected));

    [Theory]
    [InlineData("http://127.0.0.1:5000/v3/index.json")]
    [InlineData("http://[::1]:5000/v3/index.json")]
    [InlineData("https://feeds.example/v3/index.json")]
    [InlineData("/srv/packages")]
    public void Feed_WithGoodSource_IsTaken(string source) => new FeedConfiguration { Feeds = [new("web", source)] }.Validate().ShouldBeEmpty();

    [Fact]
    public void Configuration_ThatCannotBeUsed_SaysAllThatIsWrong()
    {
        var problems = new FeedConfiguration
        {
            Feeds = [new("web", "/a") { UserName = "ann" }, new("WEB", "/b")],
            Mappings = [new("a*b", ["web"]), new("x", ["none"]), new("y", [])],
            Signatures = SignaturePolicy.Require,
            TrustedSigners = [new("Acme", ["1234"])],
        }.Validate();
        problems.Length.ShouldBe(6, string.Join("\n", problems));
        Should.Throw<FeedException>(() => new PluginFeeds(new FeedConfiguration { Signatures = SignaturePolicy.Require }, "/tmp/none")).Message.ShouldContain("no signer is trusted");
    }
}
