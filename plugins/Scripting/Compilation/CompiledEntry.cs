using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Compilation;

/// <summary>What became of an entry in the compiler.</summary>
internal abstract record CompiledEntry
{
    /// <summary>It compiled.</summary>
    /// <param name="Compilation">The compilation, for the next one to follow.</param>
    /// <param name="Image">The assembly, woven; <see langword="null"/> where there is nothing to run: usings, comments.</param>
    /// <param name="IsSelfContained">Nothing the entry leaves behind runs its code (no lambdas, no types).</param>
    /// <param name="Live">The assemblies its references were made from.</param>
    public sealed record Succeeded(
        CSharpCompilation Compilation, MemoryStream? Image, bool IsSelfContained, ImmutableDictionary<string, LiveAssembly> Live) : CompiledEntry
    {
        /// <summary>The assembly's simple name.</summary>
        public string AssemblyName => Compilation.AssemblyName ?? "";

        /// <summary>The full name of the type whose <c>&lt;Factory&gt;</c> runs the entry.</summary>
        public string FactoryType { get; init; } = "";

        /// <summary>The entry declares something that later ones may use.</summary>
        public bool Declares { get; init; }

        /// <summary>The entry is an expression with a value.</summary>
        public bool HasValue { get; init; }
    }

    /// <summary>It did not compile.</summary>
    /// <param name="Diagnostics">Errors first.</param>
    public sealed record Failed(ImmutableArray<PromptDiagnostic> Diagnostics) : CompiledEntry;
}
