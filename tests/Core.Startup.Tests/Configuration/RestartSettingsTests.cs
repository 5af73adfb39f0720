using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class RestartSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("{}", "{ \"transport\": \"memory\" }", "transport at pluginhost.json:1:3 has changed")]
    [InlineData("{ \"transport\": \"sockets\" }", "{ \"transport\": \"memory\" }", "transport at pluginhost.json:1:3 has changed")]
    [InlineData("{ \"transport\": \"memory\" }", "{}", "transport, set at pluginhost.json:1:3 before, is no longer set")]
    [InlineData("{}", "{ \"certificates\": { \"certificate\": \"a.pem\" } }", "certificates:certificate at pluginhost.json:1:21 has changed")]
    [InlineData("{ \"network\": { \"holdTime\": \"1s\" } }", "{\n \"network\": { \"holdTime\": \"2s\" } }", "network:holdTime at pluginhost.json:2:15 has changed")]
    [InlineData("{ \"network\": { \"holdTime\": \"1s\" } }", "{}", "network:holdTime, set at pluginhost.json:1:16 before, is no longer set")]
    [InlineData("{ \"pluginDirectories\": [\"a\"] }", "{ \"pluginDirectories\": [\"a\", \"b\"] }", "pluginDirectories at pluginhost.json:1:3 has changed")]
    public void Find_OfAChangeThatWaits_NamesKeyAndPlace(string before, string after, string message) =>
        RestartSettings.Find(Load(before), Load(after)).ShouldHaveSingleItem()
            .Replace(_directory.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .ShouldBe($"{message}; this takes effect when the daemon is started again.");

    [Theory]
    [InlineData("{}", "{ \"network\": {}, \"transport\": null }")]
    [InlineData("{ \"network\": { \"holdTime\": \"1s\", \"maxConnections\": 5 } }", "{ // moved\n \"Network\": { \"maxConnections\": 5, \"holdTime\": \"1s\" } }")]
    [InlineData("{}", "{ \"disabled\": [\"irc\"], \"endpoints\": { \"irc\": [] }, \"logging\": { \"level\": \"debug\" }, \"plugins\": { \"irc\": { \"x\": 1 } } }")]
    public void Find_OfAChangeThatIsFollowedAtOnce_FindsNothing(string before, string after) =>
        RestartSettings.Find(Load(before), Load(after)).ShouldBeEmpty();

    [Fact]
    public void Find_OfAnEditThatTheCommandLineOverrides_FindsNothing() =>
        RestartSettings.Find(Load("{}", "transport=memory"), Load("{ \"transport\": \"sockets\" }", "transport=memory")).ShouldBeEmpty();

    private HostConfiguration Load(string text, params string[] settings) =>
        HostConfiguration.Load(new() { FilePath = _directory.Write("pluginhost.json", text), Settings = [.. settings] });
}
