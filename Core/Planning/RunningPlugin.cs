using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Contexts;

namespace PluginFramework.Core.Planning;

/// <summary>A running plugin as the planner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ContentHash">What it was loaded from.</param>
/// <param name="OptionsHash">What its configuration was; any text that changes when the configuration does.</param>
/// <param name="Imports">What it was built with.</param>
/// <param name="Contracts">The shared contract assemblies it uses.</param>
public sealed record RunningPlugin(
    string Id, string ContentHash, string OptionsHash, ImmutableArray<ResolvedImport> Imports, ImmutableArray<SharedContract> Contracts);
