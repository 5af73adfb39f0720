using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Globals;

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
    private int _isDisposed;

    public PromptSession(PromptEngine engine, Principal principal, ClientInfo client)
    {
        (_engine, Principal, _origin, _aid) = (engine, principal, new PromptOrigin(principal, client), new EditingAid(engine.Time));
        _syntax = new EditingAid(engine.Time);
        _generation = new SessionGeneration(engine.CreateGlobals(principal));
        LastUsed = engine.Time.GetTimestamp();
    }

    public Principal Principal { get; }

    /// <summary>When an entry last began or ended (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long LastUsed { get; private set; }

    /// <summary>A console sees to it that it is closed.</summary>
    public bool IsOfConsole { get; init; }

    public bool IsBusy => _gate.CurrentCount == 0;

    public Task<PromptResult> EvaluateAsync(string code, CancellationToken cancellationToken = default) =>
        EvaluateAsync(code, _origin, output: null, left: null, cancellationToken);

    public Task<PromptResult> EvaluateStreamedAsync(string code, Func<string, ValueTask> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return EvaluateAsync(code, _origin, output, left: null, cancellationToken);
    }

    /// <summary>Evaluates an entry that may come from elsewhere than the session does.</summary>
    /// <param name="code">The entry.</param>
    /// <param name="origin">Who enters it, and from where.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="left">Takes the tasks that it leaves running.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PromptResult> EvaluateAsync(
        string code, PromptOrigin origin, Func<string, ValueTask>? output, Action<LeftTask>? left, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (!await _gate.WaitAsync(TimeSpan.Zero, CancellationToken.None)) throw new InvalidOperationException("An evaluation is running.");
        try
        {
            if (_abandoned is { IsCompleted: false })
                throw new InvalidOperationException("An earlier entry could not be stopped and still runs; reset the session to go on without it.");
            LastUsed = _engine.Time.GetTimestamp();
            Audit(origin, "prompt.begin", "ok", code);
            var result = await RunAsync(code, origin, output, left, cancellationToken);
            Audit(origin, "prompt.evaluate", Outcome(result), code);
            return result;
        }
        finally
        {
            LastUsed = _engine.Time.GetTimestamp();
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
        var previous = _generation.Previous;
        return _aid.AskAsync(
            stop => EntryCompleter.Complete(_engine.Compiler.Analyze(code, previous, stop), position, _engine.Compiler.Documentation, stop),
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
        var previous = _generation.Previous;
        return _aid.AskAsync(
            stop => EntryDescriber.Describe(_engine.Compiler.Analyze(name, previous, stop), _engine.Compiler.Documentation, stop),
            otherwise: null, cancellationToken);
    }

    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _generation.Close();
            _abandoned = null;
            _generation = new SessionGeneration(_engine.CreateGlobals(Principal));
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

    private async Task<PromptResult> RunAsync(string code, PromptOrigin origin, Func<string, ValueTask>? sink, Action<LeftTask>? left, CancellationToken cancellationToken)
    {
        var begin = _engine.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(_engine.Options.TimeLimit, _engine.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _closing.Token, _engine.Stopping);
        var isStopped = new StrongBox<bool>();
        await using var signal = stop.Token.UnsafeRegister(state => Volatile.Write(ref ((StrongBox<bool>)state!).Value, true), isStopped);
        var output = new EntryOutput(_engine.Time);
        var generation = _generation;
        var runner = new EntryRunner(_engine.Compiler, generation, _engine.Time, stop.Token);
        var thread = new EntryThread<PromptResult?>(() => runner.Run(code), output.Buffer, isStopped, generation.Closed);
        var end = EndOfAsync(thread, origin, stop.Token);
        var pump = sink is null ? Task.CompletedTask : output.PumpAsync(sink, end);
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (pump.Exception is { } failed) _engine.OutputFailed(failed);
        var ended = await end;
        if (left is not null && ended is not null)
        {
            foreach (var task in runner.Left) left(task);
        }

        var result = ended
            ?? (limit.IsCancellationRequested ? new PromptResult.TimedOut(_engine.Options.TimeLimit) : new PromptResult.Cancelled());
        return result with { Output = PromptConsole.Take(output.Buffer.Item1), Elapsed = _engine.Time.GetElapsedTime(begin) };
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
