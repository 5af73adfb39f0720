using System.Diagnostics;
using System.Globalization;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>Set FEED_KILLS to kill more often than the usual ten times, and FEED_KILLS_SEED to the seed of a failure.</summary>
public sealed class FeedKillTests
{
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(3);

    private static readonly string[][] Wholes = [Installed.Nothing, Installed.Irc("1.0.0"), Installed.Irc(PackedFeed.NextVersion)];

    [Fact]
    public async Task KillWhileInstalling_LeavesTheOldOrTheNewGenerationWhole()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("FEED_KILLS") ?? "10", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("FEED_KILLS_SEED") ?? Environment.TickCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var random = new Random(seed);
        using var feed = await PackedFeed.CreateAsync();
        await feed.AddNextIrcAsync();
        await using var daemon = BareHost.Daemon();
        await daemon.StartAsync();
        await daemon.DoAsync("feed", "add", "local", feed.Path);

        var before = Installed.Nothing;
        for (var kill = 1; kill <= kills; kill++)
        {
            var (command, expected) = NextStep(before, random);
            var when = LatestKill * random.NextDouble();
            var ofDaemon = random.Next(4) > 0;
            var what = $"Kill {kill} of {kills}, seed {seed}: the {(ofDaemon ? "daemon" : "command")} {when.TotalMilliseconds:f0} ms into '{string.Join(' ', command)}', from [{string.Join(", ", before)}]";

            await InterruptAsync(daemon, command, when, ofDaemon);
            if (ofDaemon) await daemon.StartAsync();
            await daemon.UntilAsync(what, status => expected.Any(plugins => Installed.Is(status, plugins)));
            var verified = await daemon.RunCommandAsync("plugin", "verify");
            verified.Code.ShouldBe(0, $"{what}: {verified.Output}{verified.Error}");

            // A command that was killed may have left the daemon at work on what it asked for.
            if (!ofDaemon)
            {
                await daemon.DoAsync("stop");
                await daemon.StartAsync();
            }

            before = Installed.In(await daemon.GetStatusAsync());
            expected.ShouldContain(plugins => plugins.SequenceEqual(before), what);
        }
    }

    /// <summary>A command that suits what is installed, and what may be there once it was killed.</summary>
    private static (string[] Command, string[][] Expected) NextStep(string[] before, Random random)
    {
        if (before.Length == 0) return (["plugin", "add", "PluginFramework.Irc", "--version", "1.0.0", "--yes"], [before, Installed.Irc("1.0.0")]);
        if (before.SequenceEqual(Installed.Irc("1.0.0"))) return (["plugin", "update", "irc", "--yes"], [before, Installed.Irc(PackedFeed.NextVersion)]);
        // What was in force before depends on which changes were cut short; it was whole in any case.
        return random.Next(2) == 0 ? (["plugin", "rollback", "--yes"], Wholes) : (["plugin", "remove", "irc", "--yes"], [before, Installed.Nothing]);
    }

    private static async Task InterruptAsync(TestDaemon daemon, string[] command, TimeSpan when, bool ofDaemon)
    {
        var pid = (await daemon.GetStatusAsync()).Pid;
        var info = daemon.CommandOf(command);
        info.RedirectStandardOutput = info.RedirectStandardError = info.RedirectStandardInput = true;
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(when, TimeProvider.System, TestContext.Current.CancellationToken);
        if (ofDaemon) await daemon.KillAsync(pid);
        else if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TimeProvider.System);
        await Task.WhenAll(output, error);
    }
}
