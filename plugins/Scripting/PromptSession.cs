using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Globals;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting;

/// <summary>A session of one user: the gate (one entry at a time), the time limit, the audit.</summary>
internal sealed class PromptSession : IPromptSession
{
    private const int MaxAuditedCharacters = 1024;
    private const int MaxNameLength = 1000;

    /// <summary>How long a stopped entry has to meet a guard, and then to be woken from a wait. Together they keep the promised second.</summary>
    private static readonly TimeSpan GuardGrace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromMilliseconds(400);

    private readonly PromptEngine _engine;
    private readonly PromptOrigin _origin;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly EditingAid _aid;

    // What the syntax alone answers does not wait behind what the compiler was asked: Enter must know whether an entry is complete.
    private readonly EditingAid _syntax;
    private SessionGeneration _generation;
    private Task? _abandoned;

    /// <summary>Gives up what an entry takes from feeds. Only while that entry has left the gate to others.</summary>
    private CancellationTokenSource? _taking;
    private int _isEvaluating;
    private int _isDisposed;

    public PromptSession(PromptEngine engine, Principal principal, ClientInfo client)
    {
        (_engine, Principal, _origin, _aid) = (engine, principal, new PromptOrigin(principal, client), new EditingAid(engine.Time));
        _syntax = new EditingAid(engine.Time);
        _generation = NewGeneration();
        LastUsed = engine.Time.GetTimestamp();
    }

    public Principal Principal { get; }

    /// <summary>When an entry last began or ended (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long LastUsed { get; private set; }

    /// <summary>A console sees to it that it is closed.</summary>
    public bool IsOfConsole { get; init; }

    /// <summary>What it is called where it is one of several: <c>console 1 of ann</c>.</summary>
    public string Label { get; init; } = "";

    /// <summary>Told which plugin went, and which names with it; on any thread.</summary>
    public Action<string, ImmutableArray<string>>? Forgot { get; init; }

    public bool IsBusy => Volatile.Read(ref _isEvaluating) != 0 || _gate.CurrentCount == 0;

    public Task<PromptResult> EvaluateAsync(string code, CancellationToken cancellationToken = default) =>
        EvaluateAsync(code, _origin, output: null, taskEnded: null, cancellationToken);

    public Task<PromptResult> EvaluateStreamedAsync(string code, Func<string, ValueTask> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return EvaluateAsync(code, _origin, output, taskEnded: null, cancellationToken);
    }

    /// <summary>Evaluates an entry that may come from elsewhere than the session does.</summary>
    /// <param name="code">The entry.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="taskEnded">Told how a task ended that the entry left running, with the variable that holds it or nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PromptResult> EvaluateAsync(
        string code, PromptOrigin origin, Func<string, ValueTask>? output, Action<string, PromptResult>? taskEnded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (Interlocked.Exchange(ref _isEvaluating, 1) != 0) throw new InvalidOperationException("An evaluation is running.");

        // A reset, or letting go of a plugin, is soon over.
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            if (_abandoned is { IsCompleted: false })
                throw new InvalidOperationException("An earlier entry could not be stopped and still runs; reset the session to go on without it.");
            LastUsed = _engine.Time.GetTimestamp();
            Audit(origin, "prompt.begin", "ok", code);
            var result = await RunAsync(code, origin, output, taskEnded, cancellationToken);
            Audit(origin, "prompt.evaluate", Outcome(result), code);
            return result;
        }
        finally
        {
            LastUsed = _engine.Time.GetTimestamp();
            Volatile.Write(ref _isEvaluating, 0);
            _gate.Release();
        }
    }

    // What is out of bounds, or cannot be judged in time, is complete: Enter brings the message that says so.
    public bool IsComplete(string code) =>
        EntryBounds.Problem(code) is not null
        || _syntax.AskAsync(
            stop => SyntaxFactory.IsCompleteSubmission(CSharpSyntaxTree.ParseText(code, EntrySyntax.ParseOptions, cancellationToken: stop)),
            otherwise: true, CancellationToken.None).GetAwaiter().GetResult();

    public Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (EntryBounds.Problem(code) is not null) return Task.FromResult(ImmutableArray<PromptCompletion>.Empty);
        var basis = _generation.Basis;
        return _aid.AskAsync(
            stop => EntryCompleter.Complete(_engine.Compiler.Analyze(code, basis, stop), position, _engine.Compiler.Documentation, stop),
            otherwise: [], cancellationToken);
    }

    public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return EntryBounds.Problem(code) is null
            ? _syntax.AskAsync(stop => EntryClassifier.Classify(code, stop), otherwise: [], cancellationToken)
            : Task.FromResult(ImmutableArray<PromptSpan>.Empty);
    }

    public Task<PromptDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > MaxNameLength || EntryBounds.Problem(name) is not null) return Task.FromResult<PromptDescription?>(null);
        var basis = _generation.Basis;
        return _aid.AskAsync(
            stop => EntryDescriber.Describe(_engine.Compiler.Analyze(name, basis, stop), _engine.Compiler.Documentation, stop),
            otherwise: null, cancellationToken);
    }

    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_taking is not null) await _taking.CancelAsync();
            _generation.Close();
            _abandoned = null;
            _generation = NewGeneration();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What would have to go with load contexts; <see langword="null"/>: nothing.</summary>
    /// <param name="contexts">The contexts.</param>
    /// <param name="begin">When looking began (<see cref="TimeProvider.GetTimestamp"/>), in this session or others.</param>
    public PluginHold? FindHeld(IReadOnlyCollection<AssemblyLoadContext> contexts, long begin) =>
        contexts.Count > 0 && _generation.FindHolding(contexts, begin) is { IsEmpty: false } holding
            ? new(Label, [.. holding.SelectMany(entry => entry.Names).Distinct(StringComparer.Ordinal)])
            : null;

    /// <summary>Lets go of what holds a plugin that is being unloaded, once no entry runs.</summary>
    public async Task LetGoAsync(GoingPlugin plugin)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_isDisposed != 0) return;
            var at = _engine.Time.GetUtcNow();
            var reason = string.Create(CultureInfo.InvariantCulture, $"it had to do with {plugin.Name}, which was replaced or removed at {at:HH:mm:ss} UTC. Declare it anew.");
            if (await CompilerStack.RunAsync(() => _generation.LetGo(plugin, reason)) is not { } names) return;
            _engine.Record(Principal, _origin.Client, "prompt.letgo", "ok", plugin.Name, string.Join(", ", names));
            Forgot?.Invoke(plugin.Name, names);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _engine.Forget(this);
        await _closing.CancelAsync();

        // A running entry is stopped by now or within the second after which it is left to itself.
        await _gate.WaitAsync(CancellationToken.None);
        _generation.Close();
        _abandoned = null;
        _gate.Release();
        _closing.Dispose();
    }

    private async Task<PromptResult> RunAsync(
        string code, PromptOrigin origin, Func<string, ValueTask>? sink, Action<string, PromptResult>? taskEnded, CancellationToken cancellationToken)
    {
        var begin = _engine.Time.GetTimestamp();
        var output = new EntryOutput(_engine.Time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token, _engine.Stopping);
        var directives = EntryBounds.Problem(code) is null ? await PackageDirectives.FindAsync(code) : [];
        if (!directives.IsEmpty && await TakeAsync(directives, origin, output, giveUp.Token) is { } ended)
            return ended with { Elapsed = _engine.Time.GetElapsedTime(begin) };

        // What has to come from elsewhere does not count.
        using var limit = new CancellationTokenSource(_engine.Options.TimeLimit, _engine.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, giveUp.Token);
        var isStopped = new StrongBox<bool>();
        await using var signal = stop.Token.UnsafeRegister(state => Volatile.Write(ref ((StrongBox<bool>)state!).Value, true), isStopped);
        var (generation, life) = (_generation, new EntryLife());
        _engine.LookAtContexts();
        var runner = new EntryRunner(_engine.Compiler, generation, life, _engine.Time, stop.Token);
        var thread = new EntryThread<PromptResult?>(() => runner.Run(PackageDirectives.Blank(code, directives)), output.Buffer, life.Dropped, isStopped, generation.Closed, life.Signal);
        var end = EndOfAsync(thread, origin, stop.Token);
        var pump = sink is null ? Task.CompletedTask : output.PumpAsync(sink, end);
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (pump.Exception is { } failed) _engine.OutputFailed(failed);
        var result = await end
            ?? (limit.IsCancellationRequested ? new PromptResult.TimedOut(_engine.Options.TimeLimit) : new PromptResult.Cancelled());

        // It may have made the acquaintance of plugins that came while it ran.
        _engine.LookAtContexts();
        if (taskEnded is not null && result is (PromptResult.Completed or PromptResult.Threw)) generation.WatchTasks(life, taskEnded);
        else PromptTasks.Take(life.Dropped);
        return result with { Output = PromptConsole.Take(output.Buffer.Item1), Elapsed = _engine.Time.GetElapsedTime(begin) };
    }

    /// <summary>
    /// Brings packages. They may take long, and whatever else wants the session does not wait for them: plugins are let go of, and a reset or its end ends the entry.
    /// </summary>
    private async Task<PromptResult?> TakeAsync(ImmutableArray<PackageDirective> directives, PromptOrigin origin, EntryOutput output, CancellationToken stop)
    {
        using var taking = CancellationTokenSource.CreateLinkedTokenSource(stop);
        (var generation, _taking) = (_generation, taking);
        _gate.Release();
        PromptResult? ended;
        try
        {
            ended = await new PackageTaker(_engine, generation.Packages, origin).TakeAsync(directives, output, taking.Token);
        }
        finally
        {
            await _gate.WaitAsync(CancellationToken.None);
            _taking = null;
        }

        return ended ?? (generation == _generation && _isDisposed == 0 ? null : new PromptResult.Cancelled());
    }

    private async Task<PromptResult?> EndOfAsync(EntryThread<PromptResult?> thread, PromptOrigin origin, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.UnsafeRegister(state => ((TaskCompletionSource)state!).TrySetResult(), stopped))
            await Task.WhenAny(thread.Completion, stopped.Task);
        if (await EndsWithinAsync(thread.Completion, GuardGrace)) return await thread.Completion;
        thread.Interrupt();
        if (await EndsWithinAsync(thread.Completion, InterruptGrace)) return await thread.Completion;
        _abandoned = thread.Completion;
        _engine.Abandon(Principal.UserName, thread.Completion);
        Audit(origin, "prompt.abandon", "still-running", null);
        return null;
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time)
    {
        if (task.IsCompleted) return true;
        using var enough = new CancellationTokenSource();
        var isDone = await Task.WhenAny(task, Task.Delay(time, _engine.Time, enough.Token)) == task;
        await enough.CancelAsync();
        return isDone;
    }

    private SessionGeneration NewGeneration() => new(_engine.CreateGlobals(Principal), _engine.Time, _engine.Options.TimeLimit);

    private static string Outcome(PromptResult result) => result switch
    {
        PromptResult.Completed => "ok",
        PromptResult.Invalid => "invalid",
        PromptResult.Threw => "threw",
        PromptResult.TimedOut => "timed-out",
        _ => "cancelled",
    };

    private void Audit(PromptOrigin origin, string action, string outcome, string? code) => _engine.Audit.Record(new AuditEvent(action, outcome)
    {
        Actor = origin.Principal.UserName,
        Subject = origin.Principal.UserId == Principal.UserId ? null : Principal.UserName,
        Surface = origin.Client.Protocol,
        RemoteAddress = origin.Client.RemoteAddress,
        Detail = code is null ? null : Detail(code),
    });

    private static string Detail(string code)
    {
        // Beyond 64 KiB nothing is parsed, and so nothing masked: that much is no entry, and the audit need not have it.
        if (EntryBounds.Problem(code) is not null) return "(too long)";
        var masked = SecretMask.Apply(code);
        return masked.Length <= MaxAuditedCharacters ? masked : masked[..MaxAuditedCharacters];
    }
}
