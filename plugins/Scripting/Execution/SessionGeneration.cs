using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Globals;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Execution;

/// <summary>All that a session has declared since it was opened or reset. Let go of as a whole, or as far as it holds what has to go.</summary>
internal sealed class SessionGeneration(PromptGlobals globals, TimeProvider time, TimeSpan readLimit)
{
    private readonly Lock _lock = new(); // guards all below that is not readonly
    private readonly TaskWatch _tasks = new(time, readLimit);

    /// <summary>Those of entries that left nothing but a running task.</summary>
    private readonly List<EntryLife> _lives = [];

    /// <summary>In the order in which they were entered.</summary>
    private ImmutableArray<LiveEntry> _entries = [];
    private EntryBasis _basis = EntryBasis.Empty;
    private bool _isClosed;

    /// <summary>Set when the generation ends: whatever its entries left running stops.</summary>
    public StrongBox<bool> Closed { get; } = new();

    /// <summary>The packages taken from feeds.</summary>
    public SessionPackages Packages { get; } = new();

    /// <summary>What the next entry may build on.</summary>
    public EntryBasis Basis
    {
        get
        {
            lock (_lock) return _basis with { Packages = Packages.Set };
        }
    }

    /// <summary>The objects of the entries in their order, as compiled entries expect them: the globals, then those that have code.</summary>
    public object?[] Slots
    {
        get
        {
            lock (_lock) return [globals, .. _entries.Where(entry => entry is { IsDeclared: true, Context: not null }).Select(entry => entry.Slot)];
        }
    }

    /// <summary>Makes the context for an entry, which lasts as long as this generation or until it is dropped or let go of.</summary>
    public LiveEntry Open(CompiledEntry.Succeeded compiled, EntryLife life)
    {
        var entry = new LiveEntry(compiled, new EntryLoadContext(name => Resolve(name, compiled)), life);
        lock (_lock)
        {
            if (_isClosed)
            {
                entry.Context!.Release();
                throw new OperationCanceledException("The session was reset.");
            }

            _entries = _entries.Add(entry);
        }

        return entry;
    }

    /// <summary>Frees the context of an entry that left nothing behind.</summary>
    public void Drop(LiveEntry entry)
    {
        lock (_lock)
        {
            if (!_entries.Contains(entry)) return;
            _entries = _entries.Remove(entry);
        }

        entry.Context?.Release();
    }

    /// <summary>Makes what an entry declared visible to those after it.</summary>
    public void Declare(LiveEntry entry, object? slot)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            (entry.Slot, entry.IsDeclared) = (slot, true);
            _basis = _basis with { Previous = entry.Compiled.Compilation };
        }
    }

    /// <summary>Makes the usings of an entry that has no code visible to those after it.</summary>
    public void Declare(CompiledEntry.Succeeded compiled)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _entries = _entries.Add(new LiveEntry(compiled, null, new()) { IsDeclared = true });
            _basis = _basis with { Previous = compiled.Compilation };
        }
    }

    /// <summary>Waits for what an entry that has ended left running.</summary>
    /// <param name="life">The entry's.</param>
    /// <param name="ended">Told the variable that holds a task (or nothing) and how it ended, on any thread.</param>
    public void WatchTasks(EntryLife life, Action<string, PromptResult> ended)
    {
        if (!_tasks.Begin(life, Slots.Skip(1).OfType<object>(), ended)) return;
        lock (_lock)
        {
            if (!_isClosed)
            {
                _lives.RemoveAll(over => !over.Watched.Any());
                if (!_entries.Any(entry => entry.Life == life)) _lives.Add(life);
                return;
            }
        }

        life.End();
    }

    /// <summary>What would have to go with some load contexts: entries that refer to them, or hold objects of theirs, or need such an entry.</summary>
    /// <param name="contexts">The contexts.</param>
    /// <param name="begin">When looking began (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public ImmutableArray<LiveEntry> FindHolding(IEnumerable<AssemblyLoadContext> contexts, long begin)
    {
        ImmutableArray<LiveEntry> entries;
        lock (_lock) entries = _entries;
        return FindHolding(entries, [.. contexts], begin, ReachBounds.Foretelling);
    }

    /// <summary>Lets go of all that holds a plugin. No entry may be running.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="reason">What to say where a later entry uses what has gone: "… was let go: {reason}".</param>
    /// <returns>The names that mean nothing any more, or not the same; <see langword="null"/> where nothing was held.</returns>
    public ImmutableArray<string>? LetGo(GoingPlugin plugin, string reason)
    {
        EndLives(plugin.Context);
        while (true)
        {
            ImmutableArray<LiveEntry> entries;
            EntryBasis basis;
            lock (_lock)
            {
                if (_isClosed) return null;
                (entries, basis) = (_entries, _basis);
            }

            var going = FindHolding(entries, [plugin.Context], time.GetTimestamp(), ReachBounds.LettingGo).ToHashSet();
            var kept = Relink(entries.Where(entry => entry.IsDeclared && !going.Contains(entry)), basis, plugin.Modules);
            LiveEntry[] gone = [.. entries.Where(entry => entry.IsDeclared ? !kept.ContainsKey(entry) : going.Contains(entry))];

            // An earlier declaration of the name may have come to light again.
            var current = entries.SelectMany(entry => entry.Names.Select(name => (name, entry))).GroupBy(pair => pair.name, StringComparer.Ordinal);
            string[] names = [.. current.Where(pairs => gone.Contains(pairs.Last().entry)).Select(pairs => pairs.Key)];
            lock (_lock)
            {
                // An entry that was given up may have come to its end meanwhile.
                if (_entries != entries) continue;
                foreach (var (entry, compilation) in kept) entry.Compiled = entry.Compiled with { Compilation = compilation };
                _entries = _entries.RemoveRange(gone);
                _basis = _basis with
                {
                    Previous = entries.Where(kept.ContainsKey).Select(entry => kept[entry]).LastOrDefault(),
                    LetGo = _basis.LetGo.SetItems(names.Select(name => KeyValuePair.Create(name, reason))),
                };
            }

            foreach (var entry in gone)
            {
                entry.Life.End();
                entry.Context?.Release();
            }

            return gone.Length == 0 ? null : [.. names];
        }
    }

    /// <summary>Stops what entries left running and frees their code.</summary>
    public void Close()
    {
        ImmutableArray<LiveEntry> entries;
        EntryLife[] lives;
        lock (_lock)
        {
            _isClosed = true;
            (entries, lives) = (_entries, [.. _lives]);
            (_entries, _basis) = ([], EntryBasis.Empty);
            _lives.Clear();
        }

        Volatile.Write(ref Closed.Value, true);
        foreach (var life in lives) life.End();
        foreach (var entry in entries)
        {
            entry.Life.End();
            entry.Slot = null;
            entry.Context?.Release();
        }

        Packages.Release();
    }

    private ImmutableArray<LiveEntry> FindHolding(ImmutableArray<LiveEntry> entries, HashSet<AssemblyLoadContext> going, long begin, ReachBounds bounds)
    {
        var found = new HashSet<LiveEntry>();
        bool isMore;
        do
        {
            isMore = false;
            foreach (var entry in entries.Where(entry => entry.Context is not null && !found.Contains(entry)))
            {
                if (!entry.RefersTo(going, Resolve) && (entry.Slot is not { } slot || !new ObjectReach(going, time, begin, bounds).IsReachedFrom(slot))) continue;
                found.Add(entry);
                going.Add(entry.Context!);
                isMore = true;
            }
        }
        while (isMore);
        return [.. entries.Where(found.Contains)];
    }

    /// <summary>What waits for a task holds all that the task holds.</summary>
    private void EndLives(AssemblyLoadContext context)
    {
        EntryLife[] ended;
        var begin = time.GetTimestamp();
        lock (_lock)
        {
            ended = [.. _lives.Where(life => life.Watched.Any(task => new ObjectReach([context], time, begin, ReachBounds.LettingGo).IsReachedFrom(task)))];
            _lives.RemoveAll(ended.Contains);
        }

        foreach (var life in ended) life.End();
    }

    /// <summary>Compiles entries one after the other as if some modules and the entries between had never been there.</summary>
    /// <returns>Those that compile.</returns>
    private static Dictionary<LiveEntry, CSharpCompilation> Relink(IEnumerable<LiveEntry> entries, EntryBasis basis, ImmutableHashSet<Guid> modules)
    {
        var kept = new Dictionary<LiveEntry, CSharpCompilation>();
        if (Preamble(basis.Previous) is not { } preamble) return kept;
        var previous = Without(preamble, modules);
        foreach (var entry in entries)
        {
            var compilation = Without(entry.Compiled.Compilation, modules);
            compilation = compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));

            // A constant or a type of what goes may have been used without leaving a reference.
            if (compilation.GetDiagnostics().Any(problem => problem.Severity == DiagnosticSeverity.Error)) continue;
            previous = kept[entry] = compilation;
        }

        return kept;
    }

    /// <summary>Without references to what goes: for the compiler an earlier entry's stand before the next one's of the same name and version.</summary>
    private static CSharpCompilation Without(CSharpCompilation compilation, ImmutableHashSet<Guid> modules) => compilation.RemoveReferences(
        compilation.References.Where(reference => reference is PortableExecutableReference portable && portable.GetMetadata() is AssemblyMetadata metadata
            && modules.Contains(metadata.GetModules()[0].GetModuleVersionId())));

    private static CSharpCompilation? Preamble(CSharpCompilation? last)
    {
        while (last?.ScriptCompilationInfo?.PreviousScriptCompilation is { } previous) last = previous;
        return last;
    }

    private Assembly? Resolve(string name, CompiledEntry.Succeeded compiled)
    {
        ImmutableArray<LiveEntry> entries;
        lock (_lock) entries = _entries;
        if (entries.FirstOrDefault(entry => entry.IsDeclared && entry.Assembly is not null && entry.Compiled.AssemblyName == name) is { } earlier) return earlier.Assembly;
        return compiled.Live.TryGetValue(name, out var live) && live.Assembly.TryGetTarget(out var assembly) ? assembly : null;
    }
}
