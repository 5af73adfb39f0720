using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Execution;

/// <summary>Whose code lives in a load context.</summary>
internal static class PluginNames
{
    /// <summary>The id of the plugin; of a contract that plugins share, the assembly's name.</summary>
    public static string Of(AssemblyLoadContext context) =>
        IdOf(context) ?? context.Assemblies.FirstOrDefault()?.GetName().Name ?? context.Name ?? "";

    /// <summary>The contexts of plugins: while an old version of one drains it has two.</summary>
    public static IEnumerable<AssemblyLoadContext> ContextsOf(IReadOnlyCollection<string> ids) =>
        AssemblyLoadContext.All.Where(context => context.IsCollectible && IdOf(context) is { } id && ids.Contains(id));

    private static string? IdOf(AssemblyLoadContext context) =>
        context.Assemblies.Select(assembly => assembly.GetCustomAttribute<PluginAttribute>()).FirstOrDefault(attribute => attribute is not null)?.Id;
}
