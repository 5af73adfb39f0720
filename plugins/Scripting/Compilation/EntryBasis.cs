using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Compilation;

/// <summary>What an entry may build on beside what is loaded in the process. Immutable.</summary>
/// <param name="Previous">The last entry that declared something; <see langword="null"/>: none has.</param>
/// <param name="Packages">The session's packages.</param>
internal sealed record EntryBasis(CSharpCompilation? Previous, PackageSet Packages)
{
    /// <summary>Names that once meant something in this session, and why they do no more.</summary>
    public ImmutableDictionary<string, string> LetGo { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    public static EntryBasis Empty { get; } = new(null, PackageSet.Empty);
}
