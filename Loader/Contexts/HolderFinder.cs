using System.Collections.Immutable;
using System.Runtime.Loader;

namespace PluginFramework.Loader.Contexts;

/// <summary>Looks for what keeps an unloaded context alive.</summary>
internal static class HolderFinder
{
    public static ImmutableArray<string> Find(AssemblyLoadContext context) => [];
}
