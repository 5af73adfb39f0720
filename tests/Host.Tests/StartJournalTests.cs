using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Plugins;

namespace PluginFramework.Host.Tests;

/// <summary>Who ended the process.</summary>
public sealed class StartJournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("journal-").FullName, "starting.journal");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Unfinished_NamesAllThatHadBegunAndNotEnded()
    {
        using (var journal = Open())
        {
            var first = journal.Begin("first", "hash-1");
            journal.Begin("second", "hash-2");
            journal.End(first);
            journal.Begin("third", "hash-3");
        }

        using var next = Open();
        next.Unfinished.ShouldBe([new("third", "hash-3"), new("second", "hash-2")], ignoreOrder: true);
        next.IsAmbiguous.ShouldBeTrue();
    }

    [Fact]
    public void Clear_TakesTheSuspicionFromAll()
    {
        using (var journal = Open())
        {
            journal.Begin("first", "hash-1");
            journal.Clear();
            journal.Begin("second", "hash-2");
        }

        using var next = Open();
        next.Unfinished.ShouldBe([new PluginVersionKey("second", "hash-2")]);
    }

    [Fact]
    public void SlowStart_IsASuspectAndNoCulprit_UntilAProcessThatStartsPlugins()
    {
        using (var journal = Open()) journal.Slow(journal.Begin("slow", "hash"));

        using (var looked = Open()) looked.IsAmbiguous.ShouldBeTrue();
        using (var next = Open())
        {
            next.IsAmbiguous.ShouldBeTrue("who only looked takes nothing from the next");
            next.Clear();
        }

        using var last = Open();
        last.Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task OneSuspect_IsQuarantined_SeveralStartOneAfterTheOther()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Start("slow", "await Task.Delay(700);"));
        host.Drop(Samples.Quiet("quick"));
        var journal = Path.Combine(host.RunDirectory, "starting.journal");
        using (var last = new StartJournal(journal, NullLogger.Instance))
        {
            last.Begin("slow", "some-hash");
            last.Begin("quick", "some-hash");
        }

        await host.StartAsync();

        host.Log.Lines.ShouldContain(line => line.Contains("it may have been any of them: slow, quick"));
        host.Status("slow").State.ShouldBe(PluginState.Active, "its start was waited for to the end");
        host.Status("quick").State.ShouldBe(PluginState.Active);
        var hash = host.Status("quick").ContentHash;
        await host.Host.DisposeAsync();
        using (var last = new StartJournal(journal, NullLogger.Instance)) last.Begin("quick", hash);
        await host.StartAsync();
        host.Status("quick").State.ShouldBe(PluginState.Quarantined);
        (await host.Host.Plugins.EnableAsync("quick", new("test", "test"), TestContext.Current.CancellationToken)).State.ShouldBe(PluginState.Active);
    }

    private StartJournal Open() => new(_path, NullLogger.Instance);
}
