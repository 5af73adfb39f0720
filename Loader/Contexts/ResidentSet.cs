using System.Collections.Frozen;
using System.Reflection;

namespace PluginFramework.Loader.Contexts;

/// <summary>The resident libraries that one plugin resolves to, by simple name.</summary>
internal sealed class ResidentSet(FrozenDictionary<string, ResidentContext> contexts)
{
    public Assembly? Find(string name) => contexts.TryGetValue(name, out var context) ? context.Find(name) : null;
}
