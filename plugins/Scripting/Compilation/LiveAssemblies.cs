using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Plugins;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Picks the assemblies that entries may refer to: one of a name, and those that are live in the process rather than copies.</summary>
internal static class LiveAssemblies
{
    /// <summary>
    /// The host's assemblies; libraries that stay for the life of the process, newest first; and of the plugins' contexts what is there
    /// once. A library that several plugins brought along is left out, as whichever was picked would be wrong for the others.
    /// </summary>
    public static ImmutableDictionary<string, LiveAssembly> Snapshot()
    {
        var own = typeof(LiveAssemblies).Assembly;
        return AssemblyLoadContext.All
            .Where(context => context.Name is not (EntryLoadContext.ContextName or PackageLoadContext.ContextName))
            .SelectMany(context => context.Assemblies)
            .Where(assembly => !assembly.IsDynamic)
            .GroupBy(assembly => assembly.GetName().Name ?? "", StringComparer.Ordinal)
            .Select(group => group.Key == own.GetName().Name ? own : Pick([.. group]))
            .OfType<Assembly>()
            .Select(LiveAssembly.Of)
            .ToImmutableDictionary(live => live.Name, StringComparer.Ordinal);
    }

    private static Assembly? Pick(Assembly[] sameName)
    {
        if (sameName is [var only]) return only;
        if (Array.Find(sameName, IsOfTheHost) is { } host) return host;
        var newestFirst = sameName.OrderByDescending(assembly => assembly.GetName().Version).ToArray();
        if (Array.Find(newestFirst, assembly => !assembly.IsCollectible) is { } resident) return resident;

        // While an old version of a plugin drains there are two of it.
        return Array.Find(newestFirst, IsPluginOrContract);
    }

    private static bool IsOfTheHost(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default;

    private static bool IsPluginOrContract(Assembly assembly) =>
        assembly.IsDefined(typeof(PluginAttribute), inherit: false) || assembly.IsDefined(typeof(SharedContractAttribute), inherit: false);
}
