using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Consoles;

/// <summary>What happened at a console, as much of it as is kept. Those who read along wait for nothing but the next event, and nobody waits for them.</summary>
internal sealed class Transcript(TimeProvider time)
{
    internal const int MaxEvents = 1000;

    /// <summary>In characters, or what takes as much.</summary>
    internal const long MaxSize = 2 * 1024 * 1024;

    /// <summary>To this length, what an entry writes goes on in the event there is.</summary>
    private const int MaxWritten = 4096;

    private readonly Lock _lock = new(); // guards all below
    private readonly List<(PromptEvent Event, long Size)> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _size;
    private long _last;
    private bool _isClosed;

    /// <summary>Adds an event.</summary>
    public void Append(Func<long, DateTimeOffset, PromptEvent> make) => Append(make, drop: _ => false);

    /// <summary>Adds what a running entry has written.</summary>
    public void Write(int entry, int offset, string text)
    {
        lock (_lock)
        {
            if (_events is [.., { Event: PromptEvent.Wrote { Text.Length: < MaxWritten } last }] && last.Entry == entry)
                Append((id, at) => last with { Id = id, At = at, Text = last.Text + text }, old => old == last);
            else Append((id, at) => new PromptEvent.Wrote(id, at, entry, offset, text));
        }
    }

    /// <summary>Adds the end of an entry, which has all it wrote.</summary>
    public void End(int entry, PromptResult result) =>
        Append((id, at) => new PromptEvent.Ended(id, at, entry, result), old => old is PromptEvent.Wrote wrote && wrote.Entry == entry);

    /// <summary>Forgets everything and ends all reading.</summary>
    public void Close(PromptAttendee? by)
    {
        lock (_lock)
        {
            Append((id, at) => new PromptEvent.Closed(id, at, by), _ => true);
            _isClosed = true;
        }
    }

    public ImmutableArray<PromptEvent> Read(long after)
    {
        lock (_lock) return Since(after);
    }

    public async IAsyncEnumerable<PromptEvent> ReadAllAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (entry, written) = (0, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            ImmutableArray<PromptEvent> events;
            Task changed;
            bool isLast;
            lock (_lock) (events, changed, isLast) = (Since(after), _changed.Task, _isClosed);
            foreach (var each in events)
            {
                after = each.Id;
                if (each is not PromptEvent.Wrote wrote)
                {
                    yield return each;
                    continue;
                }

                // An event that has grown begins with what was read before.
                var known = wrote.Entry == entry ? Math.Clamp(written - wrote.Offset, 0, wrote.Text.Length) : 0;
                (entry, written) = (wrote.Entry, wrote.Offset + wrote.Text.Length);
                if (known < wrote.Text.Length) yield return wrote with { Offset = wrote.Offset + known, Text = wrote.Text[known..] };
            }

            if (isLast) yield break;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ImmutableArray<PromptEvent> Since(long after) => [.. _events.Select(pair => pair.Event).SkipWhile(each => each.Id <= after)];

    private void Append(Func<long, DateTimeOffset, PromptEvent> make, Predicate<PromptEvent> drop)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            Drop(drop);
            var added = make(++_last, time.GetUtcNow());
            var size = EventSize.Of(added);
            _events.Add((added, size));
            _size += size;
            while (_events.Count > 1 && (_events.Count > MaxEvents || _size > MaxSize)) DropFirst();
            var changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }

    /// <summary>An entry goes with its end.</summary>
    private void DropFirst()
    {
        var first = _events[0].Event;
        Drop(each => each == first
            || (first is PromptEvent.Entered entered && each is PromptEvent.Ended ended && ended.Entry == entered.Entry && ended.Id != _last));
    }

    private void Drop(Predicate<PromptEvent> condition)
    {
        for (var i = _events.Count - 1; i >= 0; i--)
        {
            if (!condition(_events[i].Event)) continue;
            _size -= _events[i].Size;
            _events.RemoveAt(i);
        }
    }
}
