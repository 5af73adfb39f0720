using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Prompt.Tests;

internal sealed class PromptSessionFake(PromptEngineFake engine, Principal principal) : IPromptSession
{
    public Principal Principal { get; } = principal;

    public List<string> Entries { get; } = [];

    public int Resets { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task<PromptResult> EvaluateAsync(string code, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Entries.Add(code);
        return Task.FromResult(engine.Answer(code));
    }

    public bool IsComplete(string code) => true;

    public Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default) =>
        Task.FromResult(ImmutableArray<PromptCompletion>.Empty);

    public Task ResetAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Resets++;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
