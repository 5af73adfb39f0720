using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>The acts that are being carried out, and for a while those that were, so that a page can say how they ended.</summary>
/// <param name="catalog">Carries them out.</param>
/// <param name="clock">For how long they are kept.</param>
/// <param name="logger">For what nobody foresaw.</param>
internal sealed class ActRuns(IPanelCatalog catalog, TimeProvider clock, ILogger logger)
{
    private const int MaxKept = 200, MaxOwned = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new(); // Guards the runs.
    private readonly List<ActRun> _runs = [];

    /// <summary>The run of that id, if it is that user's.</summary>
    public ActRun? Find(string id, string owner)
    {
        lock (_lock) return _runs.Find(run => run.Id == id && run.Owner == owner);
    }

    /// <summary>
    /// Begins. Once begun it goes on, whether or not anybody waits for it; only the stop of the daemon or of this plugin interrupts what can be interrupted.
    /// </summary>
    /// <exception cref="PanelException">Too much is under way already.</exception>
    public ActRun Start(
        string owner, Caller caller, PanelDescription panel, PanelAct act, ImmutableArray<(string? Subject, ActRequest Request)> requests, string? subject,
        CancellationToken stopping)
    {
        var run = new ActRun(RandomNumberGenerator.GetHexString(32, lowercase: true), owner, panel, act, requests) { Subject = subject };
        lock (_lock)
        {
            MakeRoom(owner);
            _runs.Add(run);
        }

        run.Completion = CarryOutAsync(run, caller, stopping);
        return run;
    }

    public void Forget(ActRun run)
    {
        lock (_lock) _runs.Remove(run);
    }

    private void MakeRoom(string owner)
    {
        var oldest = clock.GetUtcNow() - Lifetime;
        _runs.RemoveAll(run => run.EndedAt < oldest);
        if (_runs.Count(run => run.Owner == owner && run.EndedAt is null) >= MaxOwned)
            throw new PanelException(PanelError.Busy, "Too much that you began is still under way; wait until some of it has ended.");
        while (_runs.Count(run => run.Owner == owner) >= MaxOwned && _runs.Find(run => run.Owner == owner && run.EndedAt is not null) is { } own) _runs.Remove(own);
        while (_runs.Count >= MaxKept && _runs.Find(run => run.EndedAt is not null) is { } any) _runs.Remove(any);
        if (_runs.Count >= MaxKept) throw new PanelException(PanelError.Busy, "Too much is under way; wait until some of it has ended.");
    }

    private async Task CarryOutAsync(ActRun run, Caller caller, CancellationToken stopping)
    {
        // What is long until its first wait must not hold up the page.
        await Task.Yield();
        foreach (var (subject, request) in run.Requests)
        {
            if (run.Requests.Length > 1) run.Report(new($"{run.Act.Label}: {subject}", (double)run.Outcomes.Length / run.Requests.Length));
            run.Add(await CarryOutAsync(run, caller, subject, request, stopping));
        }

        run.EndedAt = clock.GetUtcNow();
    }

    private async Task<ActOutcome> CarryOutAsync(ActRun run, Caller caller, string? subject, ActRequest request, CancellationToken stopping)
    {
        try
        {
            return ActOutcome.Of(subject, await catalog.ActAsync(run.Panel.Name, request, caller, run, stopping));
        }
        catch (PanelException refusal)
        {
            return ActOutcome.Of(subject, refusal);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new(subject, "It was interrupted: the control panel stops.") { Error = PanelError.Failed, Tone = ViewTone.Bad };
        }
#pragma warning disable CA1031 // A panel is a plugin's code: whatever it throws ends the act, not the run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            ControlPanelLog.ActFailed(logger, run.Panel.Name, run.Act.Name, error);
            return new(subject, "It failed in a way that was not foreseen; the log says how.") { Error = PanelError.Failed, Tone = ViewTone.Bad };
        }
    }
}
