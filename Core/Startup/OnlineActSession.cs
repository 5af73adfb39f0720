using System.Collections.Immutable;
using System.Text.Json;
using PluginFramework.Core.Control;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>A session with the daemon.</summary>
internal sealed class OnlineActSession(ControlClient client) : ActSession
{
    public override bool IsOnline => true;

    /// <summary>Asks how the daemon stands, or for a stop.</summary>
    /// <param name="kind"><see cref="ControlKind.Status"/>, <see cref="ControlKind.Ready"/> or <see cref="ControlKind.Stop"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandException">The answer cannot be read.</exception>
    public Task<HostReport> ReportAsync(string kind, CancellationToken cancellationToken) => AskAsync(
        ControlRequest.Of(kind), result => result.Deserialize(ControlJson.Default.HostReport) ?? throw new JsonException("null"), cancellationToken);

    /// <summary>Returns when the daemon has gone.</summary>
    public Task WaitForEndAsync(CancellationToken cancellationToken) => client.WaitForEndAsync(cancellationToken);

    public override Task<ImmutableArray<PanelDescription>> ListPanelsAsync(CancellationToken cancellationToken) =>
        AskAsync(ControlRequest.Of(ControlKind.Panels), PanelElement.ReadPanels, cancellationToken);

    public override Task<ImmutableArray<TransportInfo>> ListTransportsAsync(CancellationToken cancellationToken) => AskAsync<ImmutableArray<TransportInfo>>(
        ControlRequest.Of(ControlKind.Transports), result => [.. result.Deserialize(ControlJson.Default.TransportInfoArray) ?? []], cancellationToken);

    public override Task<View> ViewAsync(
        string panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>>? filters, string? after, CancellationToken cancellationToken) =>
        AskAsync(ControlRequest.OfView(panel, subject, filters, after), ViewJson.Read, cancellationToken);

    public override Task<ActResult> ActAsync(string panel, ActRequest request, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        AskAsync(ControlRequest.OfAct(panel, request), PanelJson.ReadResult, cancellationToken, progress);

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> AskAsync<T>(ControlRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken, IProgress<View.Progress>? progress = null)
    {
        var response = await client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } refusal) throw new CommandException(refusal.ExitCode, refusal.Message);
        try
        {
            return read(response.Result ?? throw new JsonException("It holds no result."));
        }
        catch (JsonException error)
        {
            throw new CommandException(ExitCode.Unavailable, $"The daemon's answer to {request} could not be read: {error.Message}", error);
        }
    }
}
