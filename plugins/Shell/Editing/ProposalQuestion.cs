namespace PluginFramework.Shell.Editing;

/// <summary>The question what could stand at the cursor. Of several the latest counts; the others are given up.</summary>
internal sealed class ProposalQuestion(IEditorAid aid, LineBuffer buffer, CancellationToken cancellationToken) : IDisposable
{
    private Task<Proposals>? _answer;
    private CancellationTokenSource? _stop;
    private int _version;
    private bool _isAsked;

    /// <summary>The question that is open.</summary>
    public Task? Open => _answer;

    /// <summary>The end of those that were given up.</summary>
    public Task GivenUp { get; private set; } = Task.CompletedTask;

    /// <param name="isAsked">The user wants to know; otherwise what was typed suggests it.</param>
    public void Ask(bool isAsked)
    {
        if (_answer is not null) GivenUp = Task.WhenAll(GivenUp, GiveUpAsync(_stop!, _answer));
        else _stop?.Dispose();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (_version, _isAsked) = (buffer.Version, isAsked);
        _answer = aid.ProposeAsync(buffer.Text, buffer.Cursor, isAsked, _stop.Token);
    }

    /// <summary>The answer, if it is here and the text still the same; with whether the user wanted it.</summary>
    public async Task<(Proposals Proposals, bool IsAsked)?> TakeAsync()
    {
        if (_answer is not { IsCompleted: true } answer) return null;
        _answer = null;
        var proposals = await answer;
        if (_version == buffer.Version) return (proposals, _isAsked);
        // What was typed meanwhile asks another question.
        if (_isAsked) Ask(isAsked: false);
        return null;
    }

    public void Dispose() => _stop?.Dispose();

    private static async Task GiveUpAsync(CancellationTokenSource stop, Task answer)
    {
        await stop.CancelAsync();
        await TaskEnds.WaitAsync(answer);
        stop.Dispose();
    }
}
