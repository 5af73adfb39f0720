using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Execution;

/// <summary>An entry that has left something behind: declarations, or code that may still be called.</summary>
/// <param name="compiled">As it was compiled.</param>
/// <param name="context">What holds its code; <see langword="null"/>: it has none.</param>
/// <param name="life">How long it goes on.</param>
internal sealed class LiveEntry(CompiledEntry.Succeeded compiled, EntryLoadContext? context, EntryLife life)
{
    /// <summary>As it was compiled, after the entries that are left before it.</summary>
    public CompiledEntry.Succeeded Compiled { get; set; } = compiled;

    public EntryLoadContext? Context => context;

    public EntryLife Life => life;

    /// <summary>Its code; <see langword="null"/> before it is loaded.</summary>
    public Assembly? Assembly { get; set; }

    /// <summary>Later entries may use what it declares.</summary>
    public bool IsDeclared { get; set; }

    /// <summary>The object whose fields are its variables.</summary>
    public object? Slot { get; set; }

    /// <summary>What it declares, variables first.</summary>
    public IEnumerable<string> Names => !IsDeclared ? [] : (Compiled.Compilation.ScriptClass?.GetMembers() ?? [])
        .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
        .OrderBy(member => member.Kind is not SymbolKind.Field).Select(member => member.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Whether its code refers to an assembly of one of the contexts.</summary>
    /// <param name="contexts">The contexts.</param>
    /// <param name="resolve">Finds what a name means to it.</param>
    public bool RefersTo(HashSet<AssemblyLoadContext> contexts, Func<string, CompiledEntry.Succeeded, Assembly?> resolve) =>
        Assembly?.GetReferencedAssemblies().Any(name =>
            name.Name is { } simple && resolve(simple, Compiled) is { } found
            && AssemblyLoadContext.GetLoadContext(found) is { } context && contexts.Contains(context)) == true;
}
