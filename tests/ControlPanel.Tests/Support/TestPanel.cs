using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>A panel that shows what it is told to and remembers what it was asked.</summary>
internal sealed class TestPanel : IPanel
{
    public ImmutableArray<PanelAct> Acts { get; set; } = [];

    public ImmutableArray<PanelParameter> Filters { get; set; } = [];

    public List<ActCall> Calls { get; } = [];

    public List<PanelQuery> Queries { get; } = [];

    public Func<PanelQuery, View> Shown { get; set; } = _ => new View.Text("Nothing to see.");

    public Func<ActCall, Task<ActResult>> Done { get; set; } = call => Task.FromResult(new ActResult($"{call.Act} was done."));

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult(Shown(query));
    }

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        return Done(call);
    }
}
