using System.Collections.Immutable;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// The shared contract assemblies that are loaded, counted by the plugins that use them. Several builds of one may be loaded side by side,
/// while plugins that took the older are replaced by ones that take the newer.
/// </summary>
internal sealed class SharedContractContexts
{
    // Guards writing all fields, and the users of every context.
    private readonly Lock _lock = new();

    // Immutable, for readers without the lock: they are called by the runtime while it binds.
    private ImmutableDictionary<string, SharedContractContext> _contexts = ImmutableDictionary<string, SharedContractContext>.Empty;

    public ImmutableArray<string> StorePaths => [.. _contexts.Values.Select(context => Path.GetDirectoryName(context.Contract.Path)!).Distinct()];

    /// <summary>Loads what a plugin takes, or finds it loaded.</summary>
    /// <param name="contracts">What the plugin takes, with what those reference.</param>
    public SharedContractLeases Acquire(ImmutableArray<SharedContract> contracts)
    {
        if (contracts.IsEmpty) return new(this, []);
        var byName = contracts.ToDictionary(contract => contract.AssemblyName, StringComparer.OrdinalIgnoreCase);
        var identities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var contract in contracts) Identify(contract, byName, identities);
        lock (_lock)
        {
            List<SharedContractContext> opened = [];
            try
            {
                foreach (var contract in contracts) opened.Add(Open(contract, identities));
            }
            catch
            {
                foreach (var context in opened.Where(context => context.Users == 0)) Close(context);
                throw;
            }

            foreach (var context in opened) context.Users++;
            return new(this, [.. opened]);
        }
    }

    public void Release(ImmutableArray<SharedContractContext> contexts)
    {
        lock (_lock)
        {
            foreach (var context in contexts)
            {
                if (--context.Users == 0) Close(context);
            }
        }
    }

    /// <summary>An assembly that references another build is another type, though it be the same file.</summary>
    private static string Identify(SharedContract contract, Dictionary<string, SharedContract> byName, Dictionary<string, string> identities)
    {
        if (identities.TryGetValue(contract.AssemblyName, out var known)) return known;
        var own = $"{contract.AssemblyName} {contract.Version} {contract.Mvid}";
        // Were there a cycle, this would stand for it.
        identities[contract.AssemblyName] = own;
        using var file = ImageFile.Open(contract.Path);
        var references = file.References().Select(reference => byName.GetValueOrDefault(reference.Name)).OfType<SharedContract>()
            .Select(reference => Identify(reference, byName, identities)).ToList();
        return identities[contract.AssemblyName] = references.Count == 0 ? own : $"{own} ({string.Join(", ", references)})";
    }

    private SharedContractContext Open(SharedContract contract, Dictionary<string, string> identities)
    {
        var identity = identities[contract.AssemblyName];
        if (_contexts.TryGetValue(identity, out var context)) return context;
        context = new SharedContractContext(
            contract, identity, name => identities.TryGetValue(name, out var other) && _contexts.TryGetValue(other, out var loaded) ? loaded.Assembly : null);
        _contexts = _contexts.Add(identity, context);
        return context;
    }

    private void Close(SharedContractContext context)
    {
        _contexts = _contexts.Remove(context.Identity);
        context.Unload();
    }
}
