using System.Composition;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Execution;

namespace PluginFramework.Scripting;

/// <summary>Compiles and runs an entry in the background once the host listens, so that the first answer need not wait for the compiler.</summary>
[Export(typeof(IHostedService))]
[Shared]
[method: ImportingConstructor]
public sealed class ScriptingWarmUp(PromptEngine engine, IPluginContext context) : IHostedService
{
    /// <summary>Goes through what entries usually do: a lambda, an anonymous type, a value to read, a name to complete.</summary>
    private const string Sample = "Enumerable.Range(0, 3).Select(number => new { number, Text = $\"{number}\" }).ToList()";

    /// <summary>How long the host may take to listen before this goes on without it: it may have nothing to listen on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(25);

    private readonly ILogger _logger = context.LoggerFactory.CreateLogger("scripting");
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!engine.Options.WarmUp) return Task.CompletedTask;
        _work = WarmUpAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _work.WaitAsync(cancellationToken);
        _stop.Dispose();
    }

    /// <summary>Completes when the compiler is warm.</summary>
    internal Task Completion => _work;

    /// <summary>The host listens, or was waited for long enough.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Begins once the host listens: until then every processor is needed for that.</summary>
    private async Task WarmUpAsync()
    {
        var begin = context.TimeProvider.GetTimestamp();
        while (!engine.IsHostListening && !_stop.IsCancellationRequested && context.TimeProvider.GetElapsedTime(begin) < Patience)
            await Task.Delay(LookInterval, context.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stop.IsCancellationRequested) return;

        HasBegun = true;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(done)) { IsBackground = true, Name = "C# prompt warm-up", Priority = ThreadPriority.Lowest };
        thread.UnsafeStart();
        await done.Task;
    }

    private void Run(TaskCompletionSource done)
    {
        try
        {
            var begin = context.TimeProvider.GetTimestamp();
            var generation = new SessionGeneration(engine.CreateGlobals(new Principal("", "warm-up")), context.TimeProvider, engine.Options.TimeLimit);
            var result = new EntryRunner(engine.Compiler, generation, new EntryLife(), context.TimeProvider, _stop.Token).Run(Sample);
            if (result is PromptResult.Completed)
                CompilerStack.Run(() =>
                    EntryCompleter.Complete(engine.Compiler.Analyze("Users.", EntryBasis.Empty, _stop.Token), "Users.".Length, engine.Compiler.Documentation, _stop.Token));
            generation.Close();
            ScriptingLog.WarmedUp(_logger, (long)context.TimeProvider.GetElapsedTime(begin).TotalMilliseconds);
        }
        catch (OperationCanceledException)
        {
            // The plugin stops before it is warm.
        }
#pragma warning disable CA1031 // Off this thread it would end the process, and the prompt works without a warm-up.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScriptingLog.WarmUpFailed(_logger, exception);
        }
        finally
        {
            done.SetResult();
        }
    }
}
