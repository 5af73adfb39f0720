using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Consoles;

/// <summary>A console: a session that is opened when first needed, what happened at it, and who is attached.</summary>
internal sealed class SharedConsole
{
    private const int MaxAttendees = 64;
    private const int MaxShown = 4096;

    private readonly Lock _lock = new(); // guards all that is not readonly
    private readonly List<ConsolePlace> _places = [];
    private readonly PromptEngine _engine;
    private readonly Principal _owner;
    private readonly Action<SharedConsole> _forget;
    private PromptConsoleInfo _info;
    private PromptSession? _session;
    private CancellationTokenSource? _running;
    private long _lastUsed;

    public SharedConsole(PromptEngine engine, Principal owner, int number, string name, Action<SharedConsole> forget)
    {
        var now = engine.Time.GetUtcNow();
        (_engine, _owner, _forget, _lastUsed) = (engine, owner, forget, engine.Time.GetTimestamp());
        (Transcript, _info) = (new(engine.Time), new(number, name, owner.UserName) { OwnerId = owner.UserId, CreatedAt = now, LastUsedAt = now });
    }

    public Transcript Transcript { get; }

    public PromptConsoleInfo Info
    {
        get
        {
            lock (_lock) return _info with { IsRunning = _running is not null, Attendees = [.. _places.Select(place => place.Who)] };
        }
    }

    /// <exception cref="InvalidOperationException">Too many are attached.</exception>
    public ConsolePlace Attach(PromptOrigin origin, EntryHistory history)
    {
        var place = new ConsolePlace(this, origin, history);
        lock (_lock)
        {
            ThrowIfClosed();
            if (_places.Count >= MaxAttendees) throw new InvalidOperationException($"{MaxAttendees} are attached to this console, as many as may be.");
            _places.Add(place);
            Touch();
            Transcript.Append((id, at) => new PromptEvent.Joined(id, at, place.Who));
        }

        return place;
    }

    public void Leave(ConsolePlace place)
    {
        lock (_lock)
        {
            if (_places.Remove(place)) Transcript.Append((id, at) => new PromptEvent.Left(id, at, place.Who));
        }
    }

    public async Task<PromptResult> EvaluateAsync(string code, ConsolePlace place)
    {
        ArgumentNullException.ThrowIfNull(code);
        using var running = new CancellationTokenSource();
        PromptSession session;
        int entry;
        lock (_lock)
        {
            ThrowIfClosed();
            if (_running is not null) throw new InvalidOperationException("An evaluation is running.");
            session = OpenSession(place.Origin.Client);
            (_running, _info, entry) = (running, _info with { Entries = _info.Entries + 1 }, _info.Entries + 1);
            Touch();
        }

        PromptResult? result = null;
        try
        {
            var shown = Shown(code);
            var spans = await session.ClassifyAsync(shown);
            Transcript.Append((id, at) => new PromptEvent.Entered(id, at, entry, place.Who, shown, spans));
            place.Remember(code);
            return result = await EvaluateAsync(session, code, place.Origin, entry, running.Token);
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
                Touch();
            }

            // Whoever sees the end may enter the next at once.
            Transcript.End(entry, result ?? new PromptResult.Cancelled());
        }
    }

    public bool Cancel()
    {
        lock (_lock)
        {
            if (_running is null) return false;
            _running.Cancel();
            return true;
        }
    }

    /// <summary>The session, for questions that run no code.</summary>
    public PromptSession Session(ClientInfo client)
    {
        lock (_lock)
        {
            ThrowIfClosed();
            return OpenSession(client);
        }
    }

    public async Task ResetAsync(PromptAttendee by, CancellationToken cancellationToken)
    {
        Cancel();
        PromptSession? session;
        lock (_lock)
        {
            ThrowIfClosed();
            session = _session;
            Touch();
        }

        if (session is not null) await session.ResetAsync(cancellationToken);
        Transcript.Append((id, at) => new PromptEvent.Reset(id, at, by));
    }

    /// <summary>Frees what has not been used for long: the code where somebody is attached, otherwise all.</summary>
    public async Task CloseIfIdleAsync(TimeSpan limit)
    {
        PromptSession? session = null;
        lock (_lock)
        {
            if (_running is not null || _engine.Time.GetElapsedTime(_lastUsed) < limit) return;
            if (_places.Count > 0)
            {
                if (_session is null) return;
                (session, _session) = (_session, null);
            }
        }

        if (session is null)
        {
            await CloseAsync(null);
            return;
        }

        await session.DisposeAsync();
        Transcript.Append((id, at) => new PromptEvent.Reset(id, at, null));
    }

    public async Task CloseAsync(PromptAttendee? by)
    {
        PromptSession? session;
        lock (_lock)
        {
            if (_info.IsClosed) return;
            _info = _info with { IsClosed = true };
            (session, _session) = (_session, null);
            _running?.Cancel();
            _places.Clear();
        }

        _forget(this);
        Transcript.Close(by);
        if (session is not null) await session.DisposeAsync();
    }

    private async Task<PromptResult> EvaluateAsync(PromptSession session, string code, PromptOrigin origin, int entry, CancellationToken stop)
    {
        var offset = 0;
        try
        {
            return await session.EvaluateAsync(
                code, origin, Write, (name, ended) => Transcript.Append((id, at) => new PromptEvent.TaskEnded(id, at, entry, name, ended)), stop);
        }
        catch (ObjectDisposedException)
        {
            return new PromptResult.Cancelled();
        }
        catch (InvalidOperationException refused)
        {
            // An earlier entry cannot be stopped: that is to be read where the entry stands.
            return new PromptResult.Threw(nameof(InvalidOperationException), refused.Message, "");
        }

        ValueTask Write(string text)
        {
            Transcript.Write(entry, offset, text);
            offset += text.Length;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The entry without its passwords, as others read it; of one that is too big to be parsed, the beginning.</summary>
    private static string Shown(string code)
    {
        if (EntryBounds.Problem(code) is null) return SecretMask.Apply(code);
        return code.Length <= MaxShown ? code : code[..MaxShown] + "…";
    }

    private PromptSession OpenSession(ClientInfo client) => _session ??= _engine.Open(
        _owner, client, $"console {_info.Number} of {_info.Owner}",
        (plugin, names) => Transcript.Append((id, at) => new PromptEvent.Forgot(id, at, plugin, names)));

    private void Touch() => (_lastUsed, _info) = (_engine.Time.GetTimestamp(), _info with { LastUsedAt = _engine.Time.GetUtcNow() });

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_info.IsClosed, this);
}
