using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Feeds.Planning;

namespace PluginFramework.Core.Installing;

/// <summary>What a change of the installed plugins would come to. Immutable; nothing has been changed or loaded for it.</summary>
/// <param name="Change">The plugins and packages that change.</param>
/// <param name="LaidOut">The plugins that are new or replaced, as they would stand.</param>
/// <param name="Effects">What would be started, rebuilt and stopped, and why.</param>
/// <param name="Unready">The plugins that would not run: among the new ones, and those that do run now.</param>
internal sealed record ChangePreview(PluginChangePlan Change, ImmutableArray<PluginNode> LaidOut, PluginPlan Effects, ImmutableArray<PluginNode> Unready)
{
    /// <summary>Where protocols listen in place of their own endpoints, as configured.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> Endpoints { get; init; }

    /// <summary>Why the change is refused, a sentence for each plugin that cannot run here; empty: it is not.</summary>
    public ImmutableArray<string> Refusals { get; init; } = [];

    /// <summary>What else to know, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
