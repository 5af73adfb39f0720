using System.Diagnostics;
using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;
using Renci.SshNet;

namespace PluginFramework.Daemon.Tests;

/// <summary>Much of the shell and the prompt over few connections.</summary>
public sealed class SshLoadTests(SshDaemon server) : IClassFixture<SshDaemon>
{
    [Fact]
    public async Task EveryPanelAndAct_IsACommand_WithHelp()
    {
        using var ann = await server.ConnectAsync("ann");
        var panels = Names(await RunAsync(ann, "help"), "Panels:");
        panels.ShouldContain("plugin");
        foreach (var panel in panels)
        {
            using var shown = JsonDocument.Parse(await RunAsync(ann, $"{panel} list --json"));
            foreach (var verb in Names(await RunAsync(ann, $"help {panel}"), "Usage:").Distinct())
                (await RunAsync(ann, $"help {panel} {verb}")).ShouldContain($"Usage: {panel} {verb}");
        }

        IEnumerable<string> Names(string help, string heading) =>
            help.Split('\n').SkipWhile(line => line != heading).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Where(line => line[2] != ' ')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => heading == "Usage:" ? words[1] : words[0]);
    }

    [Fact]
    public async Task FiveHundredSessionsOfThePrompt_LeaveNoContext_AndAFlatWorkingSet()
    {
        using var ann = await server.ConnectAsync("ann");
        await OpenAndCloseAtATerminalAsync(ann, 5);
        await OpenAndCloseAsync(ann, 100);
        var before = await SettledAsync(ann, int.MaxValue);
        var clock = Stopwatch.StartNew();
        await OpenAndCloseAtATerminalAsync(ann, 50);
        await OpenAndCloseAsync(ann, 450);
        TestContext.Current.SendDiagnosticMessage($"500 sessions in {clock.Elapsed.TotalSeconds:0.0} s");
        var after = await SettledAsync(ann, before.Contexts);
        TestContext.Current.SendDiagnosticMessage($"working set {before.WorkingSet >> 20} MiB before, {after.WorkingSet >> 20} MiB after; contexts {before.Contexts}, {after.Contexts}");
        after.WorkingSet.ShouldBeLessThan(before.WorkingSet + (before.WorkingSet / 4));
    }

    [Fact]
    public async Task Reset_FreesTheCodeOfTheSession()
    {
        using var ann = await server.ConnectAsync("ann");
        await OpenAndCloseAsync(ann, 3);
        var before = await SettledAsync(ann, int.MaxValue);
        for (var entry = 0; entry < 5; entry++) await RunAsync(ann, $"prompt --name kept -e class Kept{entry} {{ }}");
        var looks = new List<int>();
        for (var look = 0; look < 3; look++) looks.Add((await SettledAsync(ann, int.MaxValue)).Contexts);
        looks.Min().ShouldBeGreaterThan(before.Contexts);
        await TypeAsync(ann, ("prompt kept", "c#>"), ("#reset", "ann reset the console"), ("exit", "ann>"));
        await SettledAsync(ann, before.Contexts);
    }

    private static async Task OpenAndCloseAsync(SshClient client, int count)
    {
        for (var session = 0; session < count; session++)
            (await RunAsync(client, $"prompt -e class Tea {{ public int Cups = {session}; }} var tea = new[] {{ new Tea() }}; tea.Sum(each => each.Cups)")).ShouldBe($"{session}\n");
    }

    private static async Task OpenAndCloseAtATerminalAsync(SshClient client, int count)
    {
        for (var session = 0; session < count; session++)
            await TypeAsync(client, ("prompt --new", "c#>"), ($"{session} * 2 + 100_000", $"{100_000 + (session * 2)}"), ("#close", "ann>"));
    }

    /// <summary>Enters lines at a terminal, each once what comes of the one before is shown, and leaves the shell.</summary>
    private static async Task TypeAsync(SshClient client, params (string Line, string Shown)[] lines)
    {
        using var terminal = client.CreateShellStream("xterm-256color", 100, 30, 0, 0, 64 * 1024);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        terminal.Closed += (_, _) => closed.TrySetResult();
        foreach (var (line, shown) in lines)
        {
            terminal.Write(line + "\r");
            terminal.Expect(shown, Eventually.Patience).ShouldNotBeNull(line);
        }

        terminal.Write("exit\r");
        // SSH.NET waits for ever when a stream is disposed of while the server is closing its channel.
        await closed.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until no more contexts live than there may be.</summary>
    private static async Task<(int Contexts, long WorkingSet)> SettledAsync(SshClient client, int contexts)
    {
        (int Contexts, long WorkingSet) health = default;
        await Eventually.HoldsAsync(
            "that nothing is left of the sessions",
            async () =>
            {
                await RunAsync(client, "prompt -e GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();");
                using var shown = JsonDocument.Parse(await RunAsync(client, "health --json"));
                var values = shown.RootElement.GetProperty("fields").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("value").Clone());
                health = (values["loadContexts"].GetInt32(), values["workingSet"].GetInt64());
                return health.Contexts <= contexts;
            },
            () => $"{health.Contexts} contexts live, and there were {contexts} before.");
        return health;
    }

    private static async Task<string> RunAsync(SshClient client, string command)
    {
        using var run = client.CreateCommand(command);
        await run.ExecuteAsync(TestContext.Current.CancellationToken);
        run.ExitStatus.ShouldBe(0, $"{command}: {run.Error}");
        return run.Result;
    }
}
