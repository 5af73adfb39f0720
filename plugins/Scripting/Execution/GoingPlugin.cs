using System.Collections.Immutable;
using System.Runtime.Loader;

namespace PluginFramework.Scripting.Execution;

/// <summary>A plugin, or a contract that plugins share, whose code is about to be unloaded.</summary>
/// <param name="Context">Where it lives.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Modules">The modules it consists of, by id.</param>
internal sealed record GoingPlugin(AssemblyLoadContext Context, string Name, ImmutableHashSet<Guid> Modules)
{
    /// <summary>Taken while the unloading is being announced: soon after, a context knows its assemblies no more.</summary>
    public static GoingPlugin Of(AssemblyLoadContext context) =>
        new(context, PluginNames.Of(context), [.. context.Assemblies.Select(assembly => assembly.ManifestModule.ModuleVersionId)]);
}
