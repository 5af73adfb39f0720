using System.Diagnostics;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds;

public sealed class FeedQuestionTests : IDisposable
{
    private static readonly FeedLimits Impatient = new()
    {
        QuestionTime = TimeSpan.FromSeconds(3), SilenceTime = TimeSpan.FromMilliseconds(700), DownloadTime = TimeSpan.FromSeconds(5), LongestAnswer = 1 << 20,
    };

    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Search_OfPluginsAndOthers_FindsPluginsOnly(bool isHttp, bool knowsTypes)
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        _folder.AddPlugin("Acme.Chat", "2.0.0");
        _folder.AddPlugin("Acme.Chat", "3.0.0-beta");
        _folder.AddLibrary("Acme.Library", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.KnowsPackageTypes = knowsTypes;
        using var feeds = _folder.Open(isHttp ? FeedFolder.Of(server) : null);

        var answer = await feeds.SearchAsync("acme", cancellationToken: Token);
        answer.Failures.ShouldBeEmpty();
        var found = answer.Items.ShouldHaveSingleItem();
        (found.Package, found.Version, found.Description, found.Authors).ShouldBe(("Acme.Chat", "2.0.0", "About Acme.Chat.", "The authors"));
        (await feeds.SearchAsync("acme", includePrerelease: true, cancellationToken: Token)).Items.Single().Version.ShouldBe("3.0.0-beta");
        (await feeds.SearchAsync("nothing of the kind", cancellationToken: Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListVersionsAndDescribe_OfHttpFeed_TellWhatThereIs()
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        _folder.AddPlugin("Acme.Chat", "2.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Unlisted.Add("Acme.Chat 2.0.0");
        using var feeds = _folder.Open(FeedFolder.Of(server));
        (await feeds.ListVersionsAsync("acme.chat", cancellationToken: Token)).Items.ShouldBe([new FoundVersion("web", "2.0.0"), new FoundVersion("web", "1.0.0")]);
        (await feeds.DescribeAsync("Acme.Chat", cancellationToken: Token)).Items.Select(one => (one.Version, one.IsListed)).ShouldBe([("1.0.0", true), ("2.0.0", false)], ignoreOrder: true);
        (await feeds.ListVersionsAsync("no.such", cancellationToken: Token)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Hang", "no answer")]
    [InlineData("Error", "reported an error of its own (500)")]
    [InlineData("NotFound", "nothing (404)")]
    [InlineData("Malformed", "damaged or no feed's")]
    [InlineData("Endless", "longer than 1048576 bytes")]
    [InlineData("RedirectToPlain", "plain HTTP")]
    public async Task Search_OfFailingFeedBesideAGoodOne_NamesItAndShowsTheOther(string mode, string expected)
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Mode = Enum.Parse<TestFeedMode>(mode);
        using var feeds = _folder.Open(FeedFolder.Of(new Feed("bad", server.Index), new Feed("good", _folder.Packages)), Impatient);

        var watch = Stopwatch.StartNew();
        var answer = await feeds.SearchAsync("acme", cancellationToken: Token);
        watch.Elapsed.ShouldBeLessThan(Impatient.QuestionTime + TimeSpan.FromSeconds(2));
        answer.Items.ShouldHaveSingleItem().Feed.ShouldBe("good");
        var failure = answer.Failures.ShouldHaveSingleItem();
        failure.Feed.ShouldBe("bad");
        failure.Message.ShouldContain(expected);
        failure.Message.ShouldStartWith("Feed 'bad': ");
    }

    [Fact]
    public async Task Search_OfFeedThatCannotBeReached_SaysSo()
    {
        var server = await TestFeed.StartAsync(_folder.Packages);
        var index = server.Index;
        await server.DisposeAsync();
        using var feeds = _folder.Open(FeedFolder.Of(new Feed("gone", index), new Feed("folder", Path.Combine(_folder.Root, "none"))), Impatient);
        var failures = (await feeds.SearchAsync("acme", cancellationToken: Token)).Failures;
        failures[0].Message.ShouldContain("cannot be reached");
        failures[1].Message.ShouldContain("the folder does not exist");
    }

    [Fact]
    public async Task Search_WhenCancelled_StopsAtOnce()
    {
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Mode = TestFeedMode.Hang;
        using var feeds = _folder.Open(FeedFolder.Of(server), new FeedLimits());
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var search = feeds.SearchAsync("acme", cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(search);
    }

    [Fact]
    public async Task Download_OfFeedThatStopsHalfWay_FailsInTimeAndLeavesNothing()
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        foreach (var (mode, expected) in new[] { (TestFeedMode.HangOnPackages, "no answer from"), (TestFeedMode.Truncated, "cut short|connection was lost") })
        {
            server.Mode = mode;
            using var feeds = _folder.Open(FeedFolder.Of(server), Impatient);
            var watch = Stopwatch.StartNew();
            (await Should.ThrowAsync<FeedException>(feeds.DownloadAsync("Acme.Chat", "1.0.0", cancellationToken: Token))).Message.ShouldMatch(expected, mode.ToString());
            watch.Elapsed.ShouldBeLessThan(Impatient.DownloadTime + TimeSpan.FromSeconds(2));
            Directory.EnumerateFiles(_folder.Cache, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        server.Mode = TestFeedMode.TruncatedOnce;
        using var patient = _folder.Open(FeedFolder.Of(server));
        (await patient.DownloadAsync("Acme.Chat", "1.0.0", cancellationToken: Token)).Sha512.Length.ShouldBe(88);
    }

    [Fact]
    public async Task Download_LongerThanTheLimit_IsRefused()
    {
        _folder.Add(new TestPackage("Acme.Big", "1.0.0") { PluginId = "big", Files = [("data/noise", Noise(400_000))] });
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        foreach (var configuration in new[] { FeedFolder.Of(server), _folder.Local })
        {
            using var feeds = _folder.Open(configuration, Impatient with { LongestPackage = 100_000 });
            (await Should.ThrowAsync<FeedException>(feeds.DownloadAsync("Acme.Big", "1.0.0", cancellationToken: Token))).Message.ShouldContain("longer than 100000 bytes");
        }
    }

    [Fact]
    public async Task Download_ReportsItsProgress()
    {
        _folder.Add(new TestPackage("Acme.Big", "1.0.0") { PluginId = "big", Files = [("data/noise", Noise(800_000))] });
        using var feeds = _folder.Open();
        var progress = new RecordedProgress();
        await feeds.DownloadAsync("Acme.Big", "1.0.0", progress: progress, cancellationToken: Token);
        progress.Reports.Select(report => report.Activity).Distinct().ShouldBe([FeedActivity.Asking, FeedActivity.Downloading, FeedActivity.Downloaded]);
        progress.Reports.Max(report => report.Bytes).ShouldBeGreaterThan(400_000);
    }

    [Fact]
    public async Task AuthenticatedFeed_TakesSecretsFromWhereTheyAre()
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Credentials = "ann:pa:ss";
        var secret = Path.Combine(_folder.Root, "secret");
        File.WriteAllText(secret, "pa:ss\nanother line\n");
        var variable = $"FEED_TEST_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(variable, "pa:ss");
        var feed = new Feed("web", server.Index) { UserName = "ann" };
        foreach (var text in new[] { "pa:ss", $"file:{secret}", $"env:{variable}" })
            (await SearchAsync(feed with { Password = new(text) })).ShouldBeNull(text);
        (await SearchAsync(feed with { Password = new("wrong") }))!.ShouldContain("refused (401). Check the feed's user name and password");
        (await SearchAsync(new Feed("web", server.Index)))!.ShouldContain("refused (401). Give the feed a user name and password");
        (await SearchAsync(feed with { Password = new("env:NOT_SET_ANYWHERE") }))!.ShouldContain("environment variable NOT_SET_ANYWHERE, which is not set");
        (await SearchAsync(feed with { Password = new("file:/no/such/file") }))!.ShouldContain("/no/such/file, which cannot be read");

        (server.Credentials, server.Key) = (null, "key");
        (await SearchAsync(new Feed("web", server.Index) { ApiKey = new("key") })).ShouldBeNull();
        new FeedSecret("pa:ss").ToString().ShouldNotContain("pa:ss");
    }

    [Fact]
    public async Task Secrets_AreNotSentToAnotherOrigin()
    {
        _folder.AddPlugin("Acme.Chat", "1.0.0");
        await using var other = await TestFeed.StartAsync(_folder.Packages);
        await using var server = await RedirectingServer.StartAsync(other.Index);
        using var feeds = _folder.Open(FeedFolder.Of(new Feed("web", server.Address) { UserName = "ann", Password = new("secret"), ApiKey = new("key") }));
        other.Credentials = "ann:secret";
        (await feeds.SearchAsync("acme", cancellationToken: Token)).Failures.ShouldHaveSingleItem().Message.ShouldContain("401");
        server.Authorization.ShouldStartWith("Basic ");
        other.Credentials = null;
        (await feeds.SearchAsync("acme", cancellationToken: Token)).Items.ShouldHaveSingleItem();
    }

    private async Task<string?> SearchAsync(Feed feed)
    {
        using var feeds = _folder.Open(FeedFolder.Of(feed));
        return (await feeds.SearchAsync("acme", cancellationToken: Token)).Failures.SingleOrDefault()?.Message;
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        Random.Shared.NextBytes(noise);
        return noise;
    }
}
