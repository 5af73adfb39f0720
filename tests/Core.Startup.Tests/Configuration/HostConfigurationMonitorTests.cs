using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class HostConfigurationMonitorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Reload_OfInvalidEdit_KeepsTheFormerAndTakesTheNextValidOne()
    {
        await using var monitor = Create(new FakeTimeProvider(), null);
        File.WriteAllText(_directory["p.json"], "{ \"transport\": ");
        monitor.Reload().ShouldBeFalse();
        monitor.Current.Transport.ShouldBe("one");
        File.WriteAllText(_directory["p.json"], "{ \"transport\": \"two\" }");
        monitor.Reload().ShouldBeTrue();
        monitor.Current.Transport.ShouldBe("two");
        monitor.Reload().ShouldBeFalse("nothing has changed");
    }

    [Fact]
    public async Task Reload_OfWhatValidationRefuses_KeepsTheFormer()
    {
        await using var monitor = Create(new FakeTimeProvider(), changed => changed.Transport == "bad" ? ["no such transport"] : []);
        File.WriteAllText(_directory["p.json"], "{ \"transport\": \"bad\" }");
        monitor.Reload().ShouldBeFalse();
        monitor.Current.Transport.ShouldBe("one");
    }

    [Fact]
    public async Task ReadChanges_AfterAnEdit_GivesTheNewConfiguration()
    {
        await using var monitor = Create(TimeProvider.System, null);
        await using var changes = monitor.ReadChangesAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ConfigurationFile.Set(_directory["p.json"], "\"three\"", "transport");
        (await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue();
        changes.Current.Transport.ShouldBe("three");
    }

    [Fact]
    public async Task ReadChanges_AfterAnEditBeforeTheMonitorWasMade_GivesIt()
    {
        var sources = new HostConfigurationSources { FilePath = _directory.Write("p.json", "{ \"transport\": \"one\" }") };
        var loaded = HostConfiguration.Load(sources);
        ConfigurationFile.Set(_directory["p.json"], "\"two\"", "transport");
        var clock = new FakeTimeProvider();
        await using var monitor = new HostConfigurationMonitor(sources, loaded, null, NullLogger.Instance, clock);
        await using var changes = monitor.ReadChangesAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var change = changes.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue();
        changes.Current.Transport.ShouldBe("two");
    }

    [Fact]
    public async Task Monitor_OfAFileThatStaysAsItIs_GivesNothing()
    {
        var clock = new FakeTimeProvider();
        await using var monitor = Create(clock, null);
        var before = monitor.Current;
        clock.Advance(TimeSpan.FromSeconds(1));
        monitor.Current.ShouldBeSameAs(before);
    }

    private HostConfigurationMonitor Create(TimeProvider clock, Func<HostConfiguration, IEnumerable<string>>? validate)
    {
        var sources = new HostConfigurationSources { FilePath = _directory.Write("p.json", "{ \"transport\": \"one\" }") };
        return new(sources, HostConfiguration.Load(sources), validate, NullLogger.Instance, clock);
    }
}
