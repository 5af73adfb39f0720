using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Packages;

/// <summary>The libraries out of packages that entries may refer to. Immutable.</summary>
/// <param name="Live">The assemblies by name; they stand before others of the same name.</param>
/// <param name="References">The same for the compiler: the very ones each time, or one entry's types would not be the next one's.</param>
internal sealed record PackageSet(ImmutableDictionary<string, LiveAssembly> Live, ImmutableArray<MetadataReference> References)
{
    public static PackageSet Empty { get; } = new(ImmutableDictionary.Create<string, LiveAssembly>(StringComparer.Ordinal), []);
}
