using System.Text.Json.Nodes;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>One act, three ways to it: a command with a daemon, a command without one, and the control socket itself.</summary>
public sealed class ControlChannelTests
{
    private static readonly string[] AddCarol = ["user", "add", "carol", "--no-password", "--role", "operator", "--allow", "irc", "--display-name", "Carol C."];

    [Fact]
    public async Task SameActs_OnlineOfflineAndOverTheSocket_GiveTheSameResultAndTheSameAudit()
    {
        await using TestDaemon offline = new("offline"), online = new("online"), socket = new("socket");
        await Task.WhenAll(online.StartAsync(), socket.StartAsync());

        foreach (var (daemon, where) in ((TestDaemon, string)[])[(offline, "no daemon runs"), (online, "the running daemon")])
        {
            foreach (var command in (string[][])[AddCarol, ["plugin", "disable", "prompt"]])
            {
                var result = await daemon.RunCommandAsync(command);
                result.Code.ShouldBe(0, result.Error);
                result.Error.ShouldContain(where, customMessage: "it says where it was done");
            }
        }

        await using (var control = await ControlSocket.ConnectAsync(socket))
        {
            await ShouldBeDoneAsync(control,
                """{"version":2,"request":"act","panel":"user","act":"add","arguments":{"name":"carol","roles":["operator"],"protocols":"irc","displayName":"Carol C."}}""");
            await ShouldBeDoneAsync(control, """{"version":2,"request":"act","panel":"plugin","act":"disable","arguments":{"id":"prompt"}}""");
        }

        var states = new List<string>();
        foreach (var daemon in (TestDaemon[])[offline, online, socket])
        {
            var user = JsonNode.Parse(await daemon.DoAsync("user", "show", "carol", "--json"))!.ToJsonString();
            var plugins = JsonNode.Parse(await daemon.DoAsync("plugin", "list", "--json"))!["rows"]!.AsArray();
            var prompt = plugins.Single(row => (string?)row!["id"] == "prompt")!;
            states.Add(WithoutTimes(user) + prompt["state"]);
        }

        states[0].ShouldContain("Carol C.");
        states[0].ShouldEndWith("Disabled");
        states[1].ShouldBe(states[0]);
        states[2].ShouldBe(states[0]);

        var records = Audit(offline);
        records.Length.ShouldBe(2);
        records[0].ShouldContain("\"action\":\"user.add\"");
        records[1].ShouldContain("\"action\":\"plugin.disable\"");
        records[1].ShouldContain("\"surface\":\"control\"");
        Audit(online).ShouldBe(records);
        Audit(socket).ShouldBe(records);
    }

    [Fact]
    public async Task DryRun_ChangesNothing_WithAndWithoutADaemon()
    {
        await using var daemon = new TestDaemon();
        await TryAsync();
        await daemon.StartAsync();
        await TryAsync();

        async Task TryAsync()
        {
            var add = await daemon.RunCommandAsync([.. AddCarol, "--dry-run"]);
            add.Code.ShouldBe(0, add.Error);
            add.Error.ShouldContain("Nothing is changed");
            (await daemon.DoAsync("plugin", "disable", "chat", "--dry-run")).ShouldContain("irc");
            (await daemon.DoAsync("user", "list")).ShouldNotContain("carol");
            (await daemon.DoAsync("plugin", "list", "--json")).ShouldNotContain("Disabled");
        }
    }

    [Fact]
    public async Task WrongRequests_AreRefusedInWords_AndTheConnectionGoesOn()
    {
        (string Request, string Code, string Message)[] wrong =
        [
            ("""{"version":2,"request":"act","panel":"plugin","act":"disable","arguments":{"id":"nobody"}}""", "not-found", "no plugin 'nobody'"),
            ("""{"version":2,"request":"act","panel":"plugin","act":"disable"}""", "invalid", "'id' is required"),
            ("""{"version":2,"request":"act","panel":"plugin","act":"disable","arguments":{"id":{"a":1}}}""", "invalid", "must be a text"),
            ("""{"version":2,"request":"act","panel":"plugin","act":"disalbe","arguments":{"id":"irc"}}""", "not-found", "did you mean 'disable'?"),
            ("""{"version":2,"request":"view","panel":"plugn"}""", "unavailable", "did you mean 'plugin'?"),
            ("""{"version":2,"request":"veiw"}""", "unknown-request", "did you mean 'view'?"),
        ];
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        await using var control = await ControlSocket.ConnectAsync(daemon);
        foreach (var (request, code, message) in wrong)
        {
            var answer = await control.AskAsync(request);
            ((bool)answer["ok"]!).ShouldBeFalse(request);
            ((string)answer["error"]!["code"]!).ShouldBe(code, request);
            ((string)answer["error"]!["message"]!).ShouldContain(message, customMessage: request);
        }
    }

    private static async Task ShouldBeDoneAsync(ControlSocket control, string request)
    {
        var answer = await control.AskAsync(request);
        ((bool)answer["ok"]!).ShouldBeTrue(answer.ToJsonString());
    }

    /// <summary>What the audit has of users and plugins, without the time.</summary>
    private static string[] Audit(TestDaemon daemon) =>
    [
        .. File.ReadAllLines(daemon.InRunDirectory("audit.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).Where(entry => (string?)entry["action"] is not ("daemon.start" or "daemon.stop"))
            .Select(entry =>
            {
                entry.Remove("time").ShouldBeTrue();
                return entry.ToJsonString();
            }),
    ];

    private static string WithoutTimes(string json) => System.Text.RegularExpressions.Regex.Replace(json, "[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]*", "");
}
