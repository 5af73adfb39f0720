using System.Collections.Immutable;
using PluginFramework.Core.Generations;
using PluginFramework.Identity;
using PluginFramework.Loader.Locking;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

/// <summary>Generations that record what is asked for, and put what is laid out where the composition finds it.</summary>
internal sealed class FakeGenerations(string root) : IGenerations
{
    private readonly List<Generation> _kept = [];

    /// <summary>The changes asked for, in order.</summary>
    public List<GenerationDraft> Drafts { get; } = [];

    /// <summary>The files of each plugin of the last draft, by its id, as they were when it was asked for.</summary>
    public Dictionary<string, string[]> Staged { get; } = [];

    /// <summary>Where plugins are installed.</summary>
    public string Plugins => Path.Combine(root, "installed");

    /// <summary>Why every change is rolled back; <see langword="null"/>: none is.</summary>
    public string? RollsBack { get; set; }

    /// <summary>What asking for a folder to stage in does.</summary>
    public Func<string>? OnStaging { get; set; }

    /// <summary>What asking for the generation in force does instead.</summary>
    public Func<Generation>? OnCurrent { get; set; }

    /// <summary>What a change does before anything else.</summary>
    public Action? OnApply { get; set; }

    /// <summary>The staging folders handed out.</summary>
    public List<string> StagingDirectories { get; } = [];

    public Generation Current => OnCurrent?.Invoke() ?? _kept.LastOrDefault(one => one.State != GenerationState.RolledBack) ?? new(0, PluginLockFile.Empty, "");

    public ImmutableArray<Generation> List() => [.. Enumerable.Reverse(_kept)];

    public string CreateStagingDirectory()
    {
        var path = OnStaging?.Invoke() ?? Directory.CreateDirectory(Path.Combine(root, "staging", Guid.NewGuid().ToString("n"))).FullName;
        StagingDirectories.Add(path);
        return path;
    }

    public Task<GenerationOutcome> ApplyAsync(GenerationDraft draft, CancellationToken cancellationToken)
    {
        OnApply?.Invoke();
        Drafts.Add(draft);
        Staged.Clear();
        foreach (var folder in draft.StagedPlugins is { } staged ? Directory.GetDirectories(staged) : [])
            Staged[Path.GetFileName(folder)] = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order()];
        var made = new Generation(_kept.Count + 1, draft.Lock ?? Current.Lock, draft.Summary)
        {
            Actor = draft.Caller.Name, Surface = draft.Caller.Surface, Configuration = draft.Configuration ?? Current.Configuration,
            State = RollsBack is null ? GenerationState.Good : GenerationState.RolledBack, Reason = RollsBack,
        };
        if (RollsBack is null) Install(draft);
        else if (draft.StagedPlugins is { } left) Directory.Delete(left, recursive: true);
        _kept.Add(made);
        return Task.FromResult(new GenerationOutcome(made));
    }

    public Task<GenerationOutcome> RollbackAsync(int? number, Caller caller, CancellationToken cancellationToken)
    {
        var target = _kept.Find(one => one.Number == (number ?? Current.Number - 1)) ?? throw new PanelException(PanelError.NotFound, $"Generation {number} is not kept.");
        return ApplyAsync(new($"Back to generation {target.Number}.", caller) { Lock = target.Lock }, CancellationToken.None);
    }

    private void Install(GenerationDraft draft)
    {
        Directory.CreateDirectory(Plugins);
        foreach (var folder in draft.StagedPlugins is { } staged ? Directory.GetDirectories(staged) : [])
        {
            var place = Path.Combine(Plugins, Path.GetFileName(folder));
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
            Directory.Move(folder, place);
        }

        if (draft.StagedPlugins is { } left) Directory.Delete(left);
        foreach (var folder in Directory.GetDirectories(Plugins).Where(folder => draft.Lock?.Plugins.ContainsKey(Path.GetFileName(folder)) == false))
            Directory.Delete(folder, recursive: true);
    }
}
