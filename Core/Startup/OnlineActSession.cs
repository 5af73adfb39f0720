using System.Collections.Immutable;
using PluginFramework.Core.Control;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>A session with the daemon.</summary>
internal sealed class OnlineActSession(ControlClient client) : ActSession
{
    public override bool IsOnline => true;

    public override Task WaitForEndAsync(CancellationToken cancellationToken) => client.WaitForEndAsync(cancellationToken);

    public override Task<View> ViewAsync(
        string panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>>? filters, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<ActResult> ActAsync(string panel, ActRequest request, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task<ControlResponse> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);
}
