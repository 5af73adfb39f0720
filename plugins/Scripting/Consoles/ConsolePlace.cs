using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Consoles;

/// <summary>Somebody's place at a console.</summary>
internal sealed class ConsolePlace(SharedConsole console, PromptOrigin origin, EntryHistory history) : IPromptConsole
{
    public PromptOrigin Origin => origin;

    public PromptAttendee Who { get; } = new(origin.Principal.UserName, origin.Client.Protocol);

    public PromptConsoleInfo Info => console.Info;

    public ImmutableArray<string> History => history.Entries;

    public ImmutableArray<PromptEvent> Read(long after = 0) => console.Transcript.Read(after);

    public IAsyncEnumerable<PromptEvent> ReadAllAsync(long after = 0, CancellationToken cancellationToken = default) =>
        console.Transcript.ReadAllAsync(after, cancellationToken);

    public Task<PromptResult> EvaluateAsync(string code) => console.EvaluateAsync(code, this);

    public bool Cancel() => console.Cancel();

    public bool IsComplete(string code) => console.Session(origin.Client).IsComplete(code);

    public Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default) =>
        console.Session(origin.Client).CompleteAsync(code, position, cancellationToken);

    public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string code, CancellationToken cancellationToken = default) =>
        console.Session(origin.Client).ClassifyAsync(code, cancellationToken);

    public Task<PromptDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        console.Session(origin.Client).DescribeAsync(name, cancellationToken);

    public Task ResetAsync(CancellationToken cancellationToken = default) => console.ResetAsync(Who, cancellationToken);

    public Task CloseAsync() => console.CloseAsync(Who);

    public void Dispose() => console.Leave(this);

    public void Remember(string code) => history.Add(code);
}
