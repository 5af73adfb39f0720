using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PluginFramework.Scripting.Compilation;

/// <summary>An entry to ask questions of.</summary>
/// <param name="Model">What the compiler makes of it.</param>
/// <param name="Live">The assemblies its references were made from.</param>
internal sealed record EntryAnalysis(SemanticModel Model, ImmutableDictionary<string, LiveAssembly> Live);
