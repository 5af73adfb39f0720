using System.Text;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

public sealed class FeedPanelTests : IDisposable
{
    private const string Commented = """
        {
          // Who may come in
          "disabled": ["ftp"],
          "feeds": {
            // Ours
            "sources": {
              "local": "packages" // a folder
            },
            "mapping": { "Acme.*": ["local"] }, /* and no other */
          }
        }

        """;

    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task AddAndRemove_ChangeThatAloneInTheFilesText()
    {
        _host.Configure(Commented);
        var result = await _host.ActAsync("feed", "add", ("name", "web"), ("source", "https://feeds.example/v3/index.json"));
        result.Message.ShouldBe("Added the feed web. Generation 1 is in force.");
        var draft = _host.Generations.Drafts.ShouldHaveSingleItem();
        (draft.Summary, draft.Lock, draft.StagedPlugins, draft.Caller).ShouldBe(("Added the feed web.", null, null, FakeHost.Operator));
        var added = Encoding.UTF8.GetString(draft.Configuration!);
        added.ShouldBe(Commented.Replace("\"packages\" // a folder\n", "\"packages\", // a folder\n      \"web\": \"https://feeds.example/v3/index.json\"\n", StringComparison.Ordinal));
        File.ReadAllText(_host.ConfigurationFile).ShouldBe(Commented, "the file is written by the switch alone");

        _host.Configure(added);
        await _host.ActAsync("feed", "remove", ("name", "web"));
        var removed = Encoding.UTF8.GetString(_host.Generations.Drafts[1].Configuration!);
        foreach (var comment in new[] { "// Who may come in", "// Ours", "// a folder", "/* and no other */" }) removed.ShouldContain(comment);
        removed.ShouldNotContain("web");
    }

    [Fact]
    public async Task Add_ToNoFile_MakesTheSection()
    {
        File.Delete(_host.ConfigurationFile);
        await _host.ActAsync("feed", "add", ("name", "web"), ("source", "packages"), ("allowInsecure", "true"));
        Encoding.UTF8.GetString(_host.Generations.Drafts.Single().Configuration!).ReplaceLineEndings("\n").ShouldBe(
            "{\n  \"feeds\": {\n    \"sources\": {\n      \"web\": { \"source\": \"packages\", \"allowInsecure\": true }\n    }\n  }\n}\n");
    }

    [Theory]
    [InlineData("add", "local", "/a", PanelError.Invalid, "There is a feed 'local', set at")]
    [InlineData("add", "a b", "/a", PanelError.Invalid, "is no name for a feed")]
    [InlineData("add", "a:b", "/a", PanelError.Invalid, "is no name for a feed")]
    [InlineData("add", "web", "http://feeds.example/", PanelError.Invalid, "plain HTTP")]
    [InlineData("add", "web", "ftp://feeds.example/", PanelError.Invalid, "neither http(s) nor a folder")]
    [InlineData("remove", "locl", null, PanelError.NotFound, "did you mean 'local'")]
    [InlineData("remove", "local", null, PanelError.Invalid, "names the feed 'local', which there is not")]
    public async Task Change_ThatCannotBe_IsRefused(string act, string name, string? source, PanelError error, string expected)
    {
        _host.Configure(Commented);
        (string, string)[] arguments = source is null ? [("name", name)] : [("name", name), ("source", source)];
        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("feed", act, arguments));
        (refused.Error, refused.Message).ShouldSatisfyAllConditions(() => refused.Error.ShouldBe(error), () => refused.Message.ShouldContain(expected));
        _host.Generations.Drafts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_Tried_ChangesNothing()
    {
        _host.Configure(Commented);
        (await _host.TryAsync("feed", "add", ("name", "web"), ("source", "/a"))).View.Rows(null).Length.ShouldBe(2);
        (await Should.ThrowAsync<PanelException>(_host.TryAsync("feed", "add", ("name", "web"), ("source", "ftp://a")))).Error.ShouldBe(PanelError.Invalid);
        _host.Generations.Drafts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_ThatIsRolledBack_SaysWhy()
    {
        _host.Generations.RollsBack = "it did not go well.";
        (await Should.ThrowAsync<PanelException>(_host.ActAsync("feed", "add", ("name", "web"), ("source", "/a")))).Message.ShouldContain("rolled back: it did not go well.");
    }

    [Fact]
    public async Task Secrets_AppearNowhere()
    {
        const string password = "sesame-open";
        const string key = "key-of-keys";
        _host.AddChain();
        (string, string)[] arguments = [("name", "web"), ("source", "https://feeds.example/"), ("userName", "ann"), ("password", password), ("apiKey", key)];
        var tried = await _host.TryAsync("feed", "add", arguments);
        var added = await _host.ActAsync("feed", "add", arguments);
        var text = Encoding.UTF8.GetString(_host.Generations.Drafts.Single().Configuration!);
        text.ShouldContain($"\"password\": \"{password}\"", customMessage: "it is stored as given");

        _host.Configure($$"""{ "feeds": { "sources": { "local": { "source": "packages", "userName": "ann", "password": "{{password}}", "apiKey": "{{key}}" }, "env": { "source": "/x", "apiKey": "env:NAME" } }, "mapping": { "*": "local" } } }""");
        var plan = await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        var all = await _host.ViewAsync("feed");
        var one = await _host.ViewAsync("feed", "local");
        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("feed", "add", ("name", "x"), ("source", $"ftp://ann:{password}@feeds.example/")));
        string[] shown =
        [
            tried.Message, tried.View.Show(), added.Message, added.View.Show(), added.AuditDetail ?? "", plan.Message, plan.View.Show(), plan.AuditDetail ?? "",
            all.Show(), one.Show(), refused.Message, (await _host.ViewAsync("generation")).Show(), (await _host.ViewAsync("generation", "1")).Show(),
            .. _host.Generations.Drafts.Select(draft => draft.Summary), .. _host.Audit.Events.Select(audited => audited.ToString()),
        ];
        foreach (var text1 in shown)
        {
            text1.ShouldNotContain(password);
            text1.ShouldNotContain(key);
        }

        all.Rows(null)[0].ShouldContain("*** | ***");
        all.Rows(null)[1].ShouldContain("env:NAME");
        _host.Generations.Drafts[^1].Lock!.ToText().ShouldNotContain(password);
    }

    [Theory]
    [InlineData("https://127.0.0.1:9/v3/index.json?token=sesame-open&b=1")]
    [InlineData("https://127.0.0.1:9/v3/index.json?sesame-open")]
    [InlineData("https://ann:sesame-open@127.0.0.1:9/v3/index.json")]
    [InlineData("https://ann:p@sesame-open@127.0.0.1:9/")]
    public async Task SecretsInAnAddress_AppearNowhere(string source)
    {
        const string secret = "sesame-open";
        List<string> shown = [];
        foreach (var (name, address) in ((string, string)[])[("web", source), (source, source)])
        {
            await SeenAsync(() => _host.TryAsync("feed", "add", ("name", name), ("source", address)));
            await SeenAsync(() => _host.ActAsync("feed", "add", ("name", name), ("source", address)));
        }

        await SeenAsync(() => _host.ActAsync("feed", "remove", ("name", source)));
        if (_host.Generations.Drafts is [var draft]) _host.Configure(Encoding.UTF8.GetString(draft.Configuration!));
        foreach (var act in (string[])["add", "search"])
            await SeenAsync(() => _host.ActAsync("plugin", act, (act == "add" ? "package" : "text", "Acme.Nowhere")));
        shown.Add((await _host.ViewAsync("feed")).Show());
        if (_host.Generations.Drafts is [_]) shown.Add((await _host.ViewAsync("feed", "web")).Show());
        shown.AddRange([(await _host.ViewAsync("generation")).Show(), .. _host.Generations.Drafts.Select(one => one.Summary), .. _host.Audit.Events.Select(one => one.ToString())]);
        shown.Add(new Loader.Feeds.Configuration.Feed("web", source).ToString());

        shown.ShouldContain(text => text.Contains("***"));
        foreach (var text in shown) text.ShouldNotContain(secret);

        async Task SeenAsync(Func<Task<ActResult>> act)
        {
            try
            {
                var result = await act();
                shown.AddRange([result.Message, result.View.Show(), result.AuditDetail ?? ""]);
            }
            catch (PanelException refused)
            {
                shown.Add(refused.Message);
            }
        }
    }

    [Fact]
    public async Task Change_OfTheFile_IsFollowedByTheNextAct()
    {
        _host.AddUsers("1.0.0");
        _host.Configure("{}");
        (await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "add", ("package", "Acme.Users")))).Message.ShouldContain("There is no feed");
        _host.Configure(Commented);
        (await _host.ActAsync("plugin", "add", ("package", "Acme.Users"))).Message.ShouldContain("Added users");
    }
}
