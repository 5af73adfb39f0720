using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup;

/// <summary>A session with the daemon.</summary>
internal sealed class OnlineActSession(ControlClient client) : ActSession
{
    public override bool IsOnline => true;

    public override Task WaitForEndAsync(CancellationToken cancellationToken) => client.WaitForEndAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task<ControlResponse> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);
}
