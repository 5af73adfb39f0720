using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>An act that was begun, or the same act done to several things: how far it is, and how it ended.</summary>
/// <param name="id">Its id.</param>
/// <param name="owner">The id of the user who began it; nobody else may look.</param>
/// <param name="panel">The panel.</param>
/// <param name="act">The act.</param>
/// <param name="requests">What was asked for, each with to what it is done.</param>
internal sealed class ActRun(string id, string owner, PanelDescription panel, PanelAct act, ImmutableArray<(string? Subject, ActRequest Request)> requests)
    : IProgress<View.Progress>
{
    private const int MaxSteps = 100;

    private readonly Lock _lock = new(); // Guards the three below.
    private ImmutableArray<string> _steps = [];
    private View.Progress? _progress;
    private ImmutableArray<ActOutcome> _outcomes = [];

    public string Id { get; } = id;

    public string Owner { get; } = owner;

    public PanelDescription Panel { get; } = panel;

    public PanelAct Act { get; } = act;

    public ImmutableArray<(string? Subject, ActRequest Request)> Requests { get; } = requests;

    public bool IsDryRun => Requests[0].Request.IsDryRun;

    /// <summary>To what it is done, where the form said so in its address.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Ends when all is done; never fails.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public ImmutableArray<ActOutcome> Outcomes
    {
        get
        {
            lock (_lock) return _outcomes;
        }
    }

    /// <summary>What it said it was doing, oldest first, and how far it is.</summary>
    public (ImmutableArray<string> Steps, View.Progress? Now) State
    {
        get
        {
            lock (_lock) return (_steps, _progress);
        }
    }

    public void Report(View.Progress value)
    {
        lock (_lock)
        {
            if (_progress is { } last && last.Label != value.Label && _steps.Length < MaxSteps) _steps = _steps.Add(last.Label);
            _progress = value;
        }
    }

    public void Add(ActOutcome outcome)
    {
        lock (_lock) _outcomes = _outcomes.Add(outcome);
    }
}
