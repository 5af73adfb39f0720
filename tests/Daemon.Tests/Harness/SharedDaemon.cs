namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A daemon with ann and bob that serves all tests that leave it as it is.</summary>
public sealed class SharedDaemon : IAsyncLifetime
{
    private readonly TestDaemon _daemon = new();
    private DaemonStatus? _status;

    internal Uri AddressOf(string scheme) => _status!.AddressOf("irc", scheme);

    internal Task<RawClient> ConnectAsync(string scheme) => RawClient.ConnectAsync(AddressOf(scheme));

    public async ValueTask InitializeAsync()
    {
        await _daemon.AddUsersAsync();

        // An entry that never ends is to be stopped while the test waits.
        var prompt = Directory.Exists(Path.Combine(TestDaemon.ShippedPlugins, "Scripting"));
        await _daemon.StartAsync(prompt ? ["--set", "plugins:scripting:TimeLimit=3s"] : []);
        _status = await _daemon.GetStatusAsync();
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();
}
