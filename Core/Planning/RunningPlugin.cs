using System.Collections.Immutable;
using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Planning;

/// <summary>A running plugin as the planner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ContentHash">What it was loaded from.</param>
/// <param name="OptionsHash">What its configuration was; any text that changes when the configuration does.</param>
/// <param name="Imports">What it was built with.</param>
public sealed record RunningPlugin(string Id, string ContentHash, string OptionsHash, ImmutableArray<ResolvedImport> Imports);
