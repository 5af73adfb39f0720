using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Core.Graph;

/// <summary>A plugin in the graph.</summary>
/// <param name="Id">Its id; for what is no readable plugin, the name of its file or folder.</param>
/// <param name="Candidate">What was found.</param>
/// <param name="Verdict">Why it does not run; <see langword="null"/> when it can.</param>
/// <param name="Imports">Its imports, a row per contract.</param>
public sealed record PluginNode(string Id, PluginCandidate Candidate, Verdict? Verdict, ImmutableArray<ResolvedImport> Imports)
{
    /// <summary>It can run: all it needs is there.</summary>
    public bool IsReady => Verdict is null;

    /// <summary>The plugins it is built with, each once.</summary>
    public IEnumerable<string> StaticProviders => Imports.Where(import => import.IsStatic).SelectMany(import => import.Providers).Distinct();
}
