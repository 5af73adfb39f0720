using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting.Execution;

/// <summary>All that a session has declared since it was opened or reset. Let go of as a whole.</summary>
internal sealed class SessionGeneration(PromptGlobals globals)
{
    private readonly Lock _lock = new(); // guards _contexts, _isClosed
    private readonly List<EntryLoadContext> _contexts = [];
    private readonly ConcurrentDictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Set when the generation ends: whatever its entries left running stops.</summary>
    public StrongBox<bool> Closed { get; } = new();

    /// <summary>The last entry that declared something.</summary>
    public CSharpCompilation? Previous { get; private set; }

    /// <summary>The objects of the entries in their order, as compiled entries expect them: the globals, the preamble (none), the first entry.</summary>
    public object?[] Slots { get; private set; } = [globals, null];

    /// <summary>Makes the context for an entry, which lasts as long as this generation or until it is dropped.</summary>
    public EntryLoadContext Open(CompiledEntry.Succeeded entry)
    {
        var context = new EntryLoadContext(name => Resolve(name, entry));
        lock (_lock)
        {
            if (_isClosed)
            {
                context.Release();
                throw new OperationCanceledException("The session was reset.");
            }

            _contexts.Add(context);
        }

        return context;
    }

    /// <summary>Frees the context of an entry that left nothing behind.</summary>
    public void Drop(EntryLoadContext context)
    {
        lock (_lock)
        {
            if (!_contexts.Remove(context)) return;
        }

        context.Release();
    }

    /// <summary>Makes what an entry declared visible to those after it.</summary>
    public void Append(CompiledEntry.Succeeded entry, Assembly? assembly, object?[] slots)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            if (assembly is not null) _assemblies[entry.AssemblyName] = assembly;
            (Previous, Slots) = (entry.Compilation, slots);
        }
    }

    /// <summary>Stops what entries left running and frees their code.</summary>
    public void Close()
    {
        EntryLoadContext[] contexts;
        lock (_lock)
        {
            _isClosed = true;
            contexts = [.. _contexts];
            _contexts.Clear();
            _assemblies.Clear();
            (Previous, Slots) = (null, []);
        }

        Volatile.Write(ref Closed.Value, true);
        foreach (var context in contexts) context.Release();
    }

    private Assembly? Resolve(string name, CompiledEntry.Succeeded entry)
    {
        if (_assemblies.TryGetValue(name, out var earlier)) return earlier;
        return entry.Live.TryGetValue(name, out var live) && live.Assembly.TryGetTarget(out var assembly) ? assembly : null;
    }
}
