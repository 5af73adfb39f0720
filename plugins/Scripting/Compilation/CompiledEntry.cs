using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Compilation;

/// <summary>What became of an entry in the compiler.</summary>
internal abstract record CompiledEntry
{
    /// <summary>It compiled.</summary>
    /// <param name="Compilation">The compilation, for the next one to follow.</param>
    /// <param name="AssemblyName">The assembly's simple name.</param>
    /// <param name="Image">The assembly, woven.</param>
    /// <param name="FactoryType">The full name of the type whose <c>&lt;Factory&gt;</c> runs the entry.</param>
    public sealed record Succeeded(CSharpCompilation Compilation, string AssemblyName, MemoryStream Image, string FactoryType) : CompiledEntry
    {
        /// <summary>The entry declares something that later ones may use.</summary>
        public required bool Declares { get; init; }

        /// <summary>Nothing the entry leaves behind runs its code (no lambdas, no types).</summary>
        public required bool IsSelfContained { get; init; }

        /// <summary>The entry is an expression with a value.</summary>
        public required bool HasValue { get; init; }

        /// <summary>The assemblies its references were made from.</summary>
        public required ImmutableDictionary<string, LiveAssembly> Live { get; init; }
    }

    /// <summary>It did not compile.</summary>
    /// <param name="Diagnostics">Errors first.</param>
    public sealed record Failed(ImmutableArray<PromptDiagnostic> Diagnostics) : CompiledEntry;
}
