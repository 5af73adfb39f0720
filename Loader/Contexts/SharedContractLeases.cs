using System.Collections.Immutable;
using System.Reflection;

namespace PluginFramework.Loader.Contexts;

/// <summary>The shared contract assemblies that one loaded plugin uses.</summary>
internal sealed class SharedContractLeases(SharedContractContexts owner, ImmutableArray<SharedContractContext> contexts) : IDisposable
{
    private ImmutableArray<SharedContractContext> _contexts = contexts;

    public bool IsEmpty => _contexts.IsEmpty;

    public Assembly? Find(string name)
    {
        foreach (var context in _contexts)
        {
            if (string.Equals(context.Contract.AssemblyName, name, StringComparison.OrdinalIgnoreCase)) return context.Assembly;
        }
        return null;
    }

    public void Dispose()
    {
        var contexts = ImmutableInterlocked.InterlockedExchange(ref _contexts, []);
        if (!contexts.IsEmpty) owner.Release(contexts);
    }
}
