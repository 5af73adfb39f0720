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
                if (!_entries.Any(entry => entry.Life == life)) _lives.Add(life);
                return;
            }
        }

        life.End();
    }

    /// <summary>What would have to go with some load contexts: entries that refer to them, or hold objects of theirs, or need such an entry.</summary>
    public ImmutableArray<LiveEntry> FindHolding(IEnumerable<AssemblyLoadContext> contexts)
    {
        ImmutableArray<LiveEntry> entries;
        lock (_lock) entries = _entries;
        var going = contexts.ToHashSet();
        var found = new HashSet<LiveEntry>();
        var begin = time.GetTimestamp();
        bool isMore;
        do
        {
            isMore = false;
            foreach (var entry in entries.Where(entry => entry.Context is not null && !found.Contains(entry)))
            {
                if (!entry.RefersTo(going, Resolve) && (entry.Slot is not { } slot || !new ObjectReach(going, time, begin).IsReachedFrom(slot))) continue;
                found.Add(entry);
                going.Add(entry.Context!);
                isMore = true;
            }
        }
        while (isMore);
        return [.. entries.Where(found.Contains)];
    }

    /// <summary>Lets go of all that holds a load context. No entry may be running.</summary>
    /// <param name="context">The context.</param>
    /// <param name="reason">What to say where a later entry uses what has gone: "… was let go: {reason}".</param>
    /// <returns>The names that mean nothing any more; <see langword="null"/> where nothing was held.</returns>
    public ImmutableArray<string>? LetGo(AssemblyLoadContext context, string reason)
    {
        var going = FindHolding([context]).ToHashSet();
        if (going.Count == 0) return null;
        LiveEntry[] gone;
        string[] names;
        lock (_lock)
        {
            if (_isClosed) return null;
            var kept = new Dictionary<LiveEntry, CSharpCompilation>();
            var previous = Preamble(_basis.Previous);
            foreach (var entry in _entries.Where(entry => entry.IsDeclared && !going.Contains(entry)))
            {
                var compilation = entry.Compiled.Compilation;
                compilation = compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));

                // A constant or a type of what goes may have been used without leaving a reference.
                if (compilation.GetDiagnostics().Any(problem => problem.Severity == DiagnosticSeverity.Error)) continue;
                previous = kept[entry] = compilation;
            }

            gone = [.. _entries.Where(entry => entry.IsDeclared ? !kept.ContainsKey(entry) : going.Contains(entry))];
            names = [.. gone.SelectMany(entry => entry.Names).Except(kept.Keys.SelectMany(entry => entry.Names), StringComparer.Ordinal)];
            foreach (var (entry, compilation) in kept) entry.Compiled = entry.Compiled with { Compilation = compilation };
            _entries = _entries.RemoveRange(gone);
            _basis = _basis with
            {
                Previous = kept.Count == 0 ? null : previous,
                LetGo = _basis.LetGo.SetItems(names.Select(name => KeyValuePair.Create(name, reason))),
            };
        }

        foreach (var entry in gone)
        {
            entry.Life.End();
            entry.Context?.Release();
        }

        return [.. names];
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
