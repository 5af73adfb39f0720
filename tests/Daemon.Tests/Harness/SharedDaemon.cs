namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A daemon with ann and bob that serves all tests of a class.</summary>
public sealed class SharedDaemon : IAsyncLifetime
{
    internal TestDaemon Daemon { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Daemon.AddUsersAsync();

        // An entry that never ends is to be stopped while the test waits.
        var prompt = Directory.Exists(Path.Combine(TestDaemon.ShippedPlugins, "Scripting"));
        await Daemon.StartAsync(prompt ? ["--set", "plugins:scripting:TimeLimit=3s"] : []);
    }

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
