using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Panels;

/// <summary>
/// All panels, with authorisation, checked arguments and the audit in one place. Provided by the host; surfaces import it and never call a
/// panel directly.
/// </summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface IPanelCatalog
{
    /// <summary>The panels that a caller may see, by name.</summary>
    ImmutableArray<PanelDescription> List(Caller caller);

    /// <summary>Shows a panel.</summary>
    /// <param name="panel">Its name.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="subject">The one thing to show; <see langword="null"/>: the whole.</param>
    /// <param name="filters">Values of the panel's filters as text; several where the filter is a list.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PanelException">The caller may not, there is no such panel or thing, or a filter is wrong.</exception>
    Task<View> ViewAsync(
        string panel, Caller caller, string? subject = null, ImmutableDictionary<string, ImmutableArray<string>>? filters = null, string? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Carries out an act and records it in the audit.</summary>
    /// <param name="panel">The panel's name.</param>
    /// <param name="request">What to do.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up, where the act still can.</param>
    /// <exception cref="PanelException">It was refused.</exception>
    Task<ActResult> ActAsync(
        string panel, ActRequest request, Caller caller, IProgress<View.Progress>? progress = null, CancellationToken cancellationToken = default);
}
