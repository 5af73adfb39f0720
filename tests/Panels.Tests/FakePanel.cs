using System.Collections.Immutable;
using PluginFramework.Core.Panels;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

/// <summary>A panel that remembers what it was asked.</summary>
internal sealed class FakePanel : IPanel
{
    public ImmutableArray<PanelAct> Acts { get; set; } = [];

    public ImmutableArray<PanelParameter> Filters { get; set; } = [];

    public List<ActCall> Calls { get; } = [];

    public List<PanelQuery> Queries { get; } = [];

    public Exception? Failure { get; set; }

    public static Caller Operator { get; } = new("alice", "control") { Roles = [WellKnownRoles.Operator], RemoteAddress = "192.0.2.1" };

    public static Caller Nobody { get; } = new("bob", "irc");

    public PanelCatalog In(RecordingAuditLog audit, string role = WellKnownRoles.Operator) =>
        new(() => [new NamedPanel("thing", "Things", this) { Role = role }, new NamedPanel("thing", "Other things", new FakePanel())], audit);

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult<View>(new View.Text("all"));
    }

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        return Failure is { } failure ? Task.FromException<ActResult>(failure) : Task.FromResult(new ActResult("done") { AuditDetail = "detail" });
    }
}
