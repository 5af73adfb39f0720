using System.Diagnostics;
using System.Text;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Generations.Writer;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Tests;

/// <summary>What stands on the disk is the old generation or the new one, whole, whenever the process ends.</summary>
public sealed class GenerationStoreTests : IDisposable
{
    private const int Kills = 100;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("generations-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Change_KilledAfterAnyStep_LeavesTheOldOrTheNewWhole()
    {
        var steps = new List<string>();
        await ChangeAsync(NewDirectory(), steps.Add);
        steps.Count.ShouldBeGreaterThan(30);

        var seen = new HashSet<int>();
        for (var last = 1; last < steps.Count; last++)
        {
            var directory = NewDirectory();
            var done = 0;
            await Should.ThrowAsync<KilledException>(() => ChangeAsync(directory, _ => { if (++done == last) throw new KilledException(); }));
            seen.Add((await CheckAsync(directory, $"killed after step {last}, {steps[last - 1]}")).Number);
        }

        seen.Order().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Recovery_KilledAfterAnyStep_IsFinishedByTheNext()
    {
        var steps = 0;
        await ChangeAsync(NewDirectory(), _ => steps++);
        for (var last = 1; last < steps; last += 3)
        {
            for (var again = 1; again < 8; again++)
            {
                var directory = NewDirectory();
                var done = 0;
                await Should.ThrowAsync<KilledException>(() => ChangeAsync(directory, _ => { if (++done == last) throw new KilledException(); }));
                var redone = 0;
                try
                {
                    GenerationStore.Open(directory, ConfigurationIn(directory), new(_ => { if (++redone == again) throw new KilledException(); }));
                    break;
                }
                catch (KilledException)
                {
                    await CheckAsync(directory, $"killed after step {last} and after step {again} of the recovery");
                }
            }
        }
    }

    [Fact]
    public async Task Process_KilledAtAnyTime_LeavesAWholeGeneration()
    {
        var directory = NewDirectory();
        var highest = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var writer = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Core.Generations.Writer.dll"), directory])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var error = writer.StandardError.ReadToEndAsync(Token);
            var first = await writer.StandardOutput.ReadLineAsync(Token);
            if (first != "ready") Assert.Fail(await error);
            // The first change takes longest: its code is being compiled.
            for (var change = Random.Shared.Next(3); change > 0; change--) await writer.StandardOutput.ReadLineAsync(Token);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(60)), TimeProvider.System, Token);
            writer.Kill();
            await writer.WaitForExitAsync(Token);
            highest = Math.Max(highest, (await CheckAsync(directory, $"kill {kill}")).Number);
        }

        highest.ShouldBeGreaterThan(Kills / 4, "the writer got somewhere");
    }

    [Theory]
    [InlineData("generations/current", "{ \"format\": 1, \"num", "current is damaged")]
    [InlineData("generations/current", "{ \"format\": 1, \"number\": 77 }", "there is no generation 77")]
    [InlineData("generations/current", null, "it is missing")]
    [InlineData("generations/000001/generation.json", "{}", "generation.json")]
    [InlineData("generations/000001/plugins.lock.json", "{", "plugins.lock.json")]
    [InlineData("generations/000001/plugins.lock.json", null, "plugins.lock.json is missing")]
    public async Task Damage_IsAnErrorThatNamesTheFile(string file, string? content, string message)
    {
        var directory = NewDirectory();
        await ChangeAsync(directory, null);
        var path = Path.Combine(directory, file);
        if (content is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, content, Token);

        var error = Should.Throw<InvalidDataException>(() => GenerationStore.Open(directory, ConfigurationIn(directory)));

        error.Message.ShouldContain(message);
        error.Message.ShouldContain(path);
        error.Message.ShouldContain("Restore it from");
    }

    [Theory]
    [InlineData(".pluginhost.json.0123.tmp")]
    [InlineData("generations/.current.0123.tmp")]
    [InlineData("generations/000001/.generation.json.0123.tmp")]
    public async Task Part_OfAFileThatWasBeingReplaced_IsDeleted(string part)
    {
        var directory = NewDirectory();
        await ChangeAsync(directory, null);
        await File.WriteAllTextAsync(Path.Combine(directory, part), "{ \"n\"", Token);
        await File.WriteAllTextAsync(Path.Combine(directory, ".mine.tmp"), "", Token);

        GenerationStore.Open(directory, ConfigurationIn(directory));

        Directory.GetFiles(directory, "*.tmp", SearchOption.AllDirectories).ShouldBe([Path.Combine(directory, ".mine.tmp")]);
    }

    [Fact]
    public async Task Edit_WhileTheConfigurationWasBeingReplaced_IsKept()
    {
        var directory = NewDirectory();
        await Should.ThrowAsync<KilledException>(() => ChangeAsync(directory, step =>
        {
            if (step.EndsWith("/current", StringComparison.Ordinal) && File.ReadAllText(Path.Combine(directory, "generations/current")).Contains("from")) throw new KilledException();
        }));
        await File.WriteAllTextAsync(ConfigurationIn(directory), "{ /* mine */ }", Token);

        GenerationStore.Open(directory, ConfigurationIn(directory)).Current.Number.ShouldBe(1);

        (await File.ReadAllTextAsync(ConfigurationIn(directory), Token)).ShouldBe("{ /* mine */ }");
    }

    [Fact]
    public async Task Garbage_IsWhatNoKeptGenerationRefersTo()
    {
        var directory = NewDirectory();
        var store = GenerationStore.Open(directory, ConfigurationIn(directory));
        for (var version = 1; version <= 15; version++) await AddAsync(store, $"1.0.{version}", "{}", GenerationState.Good);

        store.CollectGarbage();

        store.All.Keys.ShouldBe(Enumerable.Range(6, 10));
        Directory.GetDirectories(Path.Combine(directory, "installed", "p")).Length.ShouldBe(10);
        await CheckAsync(directory, "after the garbage is gone");
    }

    /// <summary>Everything that is ever written: a change that stays, one that is rolled back, and tidying up.</summary>
    private static async Task ChangeAsync(string directory, Action<string>? step)
    {
        var store = GenerationStore.Open(directory, ConfigurationIn(directory), new(step));
        var first = await AddAsync(store, "1.0.0", "{ \"n\": 1 }", GenerationState.OnTrial);
        store.Mark(first with { State = GenerationState.Good });
        var second = await AddAsync(store, "2.0.0", "{ \"n\": 2 }", GenerationState.OnTrial);
        store.RollBack(second with { State = GenerationState.RolledBack, Reason = "It was not well." });
        store.CollectGarbage();
    }

    private static async Task<Generation> AddAsync(GenerationStore store, string version, string configuration, GenerationState state)
    {
        var staged = Directory.CreateDirectory(store.Staging.NewPath()).FullName;
        var installed = StagedPlugin.Lock(("p", StagedPlugin.Write(staged, "p", version)));
        await store.Installed.AdoptAsync(installed, staged, Token);
        var generation = store.Add(new(0, installed, "next") { Configuration = Encoding.UTF8.GetBytes(configuration), State = state });
        store.Switch(generation);
        return generation;
    }

    private static async Task<Generation> CheckAsync(string directory, string when)
    {
        var store = GenerationStore.Open(directory, ConfigurationIn(directory));
        store.Current.State.ShouldNotBe(GenerationState.RolledBack, when);
        store.ReadConfiguration().ShouldBe(store.Current.Configuration.ToArray(), when);
        foreach (var generation in store.All.Values.Append(store.Current))
        {
            foreach (var folder in store.Installed.Of(generation.Lock))
                (await FolderContent.CompareAsync(folder.Path, HashOf(generation.Lock), Token)).ShouldBeEmpty($"{when}: generation {generation.Number}");
        }

        var staging = Path.Combine(directory, "staging");
        if (Directory.Exists(staging)) Directory.GetFileSystemEntries(staging).ShouldBeEmpty(when);
        Directory.GetFiles(directory, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty(when);
        return store.Current;
    }

    private static string HashOf(PluginLockFile installed) => installed.Plugins["p"].Content!.Values.Single();

    private static string ConfigurationIn(string directory) => Path.Combine(directory, "pluginhost.json");

    private string NewDirectory() => Directory.CreateDirectory(Path.Combine(_root.FullName, Guid.NewGuid().ToString("n"))).FullName;

    private sealed class KilledException : Exception;
}
