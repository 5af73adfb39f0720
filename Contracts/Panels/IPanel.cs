using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>
/// Part of the management of the daemon: what it shows, and what it can do. Exported with <see cref="PanelAttribute"/>, and rendered by
/// whatever surfaces there are. The host checks roles and arguments and writes the audit before and after calling it.
/// </summary>
/// <remarks>Implementations are safe for use from any thread.</remarks>
public interface IPanel
{
    /// <summary>What it can do. May change while it runs; names are unique.</summary>
    ImmutableArray<PanelAct> Acts { get; }

    /// <summary>What a view can be narrowed with. Names are unique.</summary>
    ImmutableArray<PanelParameter> Filters => [];

    /// <summary>Shows the panel, or one thing in it. Changes nothing.</summary>
    /// <exception cref="PanelException">There is no such thing, or it cannot be shown.</exception>
    Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken);

    /// <summary>Does something. The arguments are checked against the act's parameters already, and the caller's role as well.</summary>
    /// <exception cref="PanelException">It was refused; nothing has changed.</exception>
    Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken);
}
