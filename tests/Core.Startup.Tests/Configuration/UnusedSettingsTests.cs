using System.Collections.Immutable;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class UnusedSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Find_OfWhatIsThere_FindsNothing() => Find("""
        { "disabled": ["IRC"], "endpoints": { "irc": [], "SMTP": "tcp://127.0.0.1:1" }, "plugins": { "Irc": {}, "identity.sqlite": { "path": "x" } } }
        """).ShouldBeEmpty();

    [Fact]
    public void Find_OfNamesThatAreNotThere_SaysWhereAndWhatIsNearest()
    {
        var path = _directory["pluginhost.json"];
        Find("""
            {
              "disabled": ["irc", "ircd"],
              "endpoints": { "foo": "tcp://127.0.0.1:1", "stmp": [] },
              "plugins": { "identity": { "x": 1 } },
            }
            """).ShouldBe(
        [
            $"endpoints:foo at {path}:3:18 has no effect: no plugin found serves that protocol. Correct the name, or add a plugin that serves it.",
            $"endpoints:stmp at {path}:3:46 has no effect: no plugin found serves that protocol; did you mean 'smtp'? Correct the name, or add a plugin that serves it.",
            $"'ircd' in disabled at {path}:2:23 has no effect: there is no such plugin; did you mean 'irc'? Correct the id, or take it out.",
            $"plugins:identity at {path}:4:16 has no effect: there is no such plugin. Correct the id, or add the plugin.",
        ]);
    }

    [Fact]
    public void Find_OfOneTextInPlaceOfAList_JudgesIt() => Find("""{ "disabled": "nobody" }""").ShouldHaveSingleItem().ShouldStartWith("'nobody' in disabled at ");

    [Fact]
    public void Find_OfADottedIdTakenApart_SaysHowToWriteIt() =>
        Find("{}", "plugins.my.plugin.path=x").ShouldHaveSingleItem().ShouldContain("separate with colons: --set plugins:the.id:key=value.");

    [Fact]
    public void Find_WithoutKnowingTheProtocols_JudgesNone() =>
        UnusedSettings.Find(Load("""{ "endpoints": { "foo": [] } }"""), [], null).ShouldBeEmpty();

    private ImmutableArray<string> Find(string text, params string[] settings) =>
        UnusedSettings.Find(Load(text, settings), ["irc", "identity.sqlite"], ["irc", "smtp"]);

    private HostConfiguration Load(string text, params string[] settings) =>
        HostConfiguration.Load(new() { FilePath = _directory.Write("pluginhost.json", text), Settings = [.. settings] });
}
