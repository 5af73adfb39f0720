using System.Collections.Immutable;
using PluginFramework.Network;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>Where the daemon listens, with what could not be bound.</summary>
internal sealed class EndpointPanel(IEndpointCatalog endpoints) : IPanel
{
    public ImmutableArray<PanelAct> Acts => [];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => Task.FromResult<View>(new View.Table(
        [new("protocol", "Protocol"), new("address", "Address"), new("status", "Status"), new("connections", "Connections")],
        [
            .. endpoints.List().Select(endpoint => new ViewRow(
                [PanelValue.Of(endpoint.Protocol), PanelValue.Of(endpoint.Address), PanelValue.Of(endpoint.Error ?? "listening"), PanelValue.Of(endpoint.Connections)])
            {
                Tone = endpoint.Error is null ? ViewTone.Good : ViewTone.Bad,
            }),
        ])
    {
        EmptyText = "The daemon listens nowhere.",
    });

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => throw new PanelException(PanelError.NotFound, "Endpoints have no acts.");
}
