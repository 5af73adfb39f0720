namespace PluginFramework.Core.Network;

/// <summary>Open connections that end together: those of a lease, of an endpoint, of the host. Safe for use from any thread.</summary>
internal sealed class ConnectionSet
{
    /// <summary>What a handler gets after its connection was aborted, to notice and return.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Guards the fields below. Taken inside a route's lock, and nothing is called while it is held.
    private readonly Lock _gate = new();
    private readonly HashSet<ServedConnection> _open = [];
    private TaskCompletionSource? _emptied;

    public int Count
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Adds a connection; false once the set has been closed.</summary>
    public bool TryAdd(ServedConnection connection)
    {
        lock (_gate)
        {
            if (_emptied is not null) return false;
            _open.Add(connection);
            return true;
        }
    }

    public void Remove(ServedConnection connection)
    {
        lock (_gate)
        {
            if (_open.Remove(connection) && _open.Count == 0) _emptied?.TrySetResult();
        }
    }

    /// <summary>Takes no more connections. The task completes when the last is gone.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _emptied ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.Count == 0) _emptied.TrySetResult();
            return _emptied.Task;
        }
    }

    /// <summary>Closes the set, asks each connection to finish, and aborts what is left at the deadline or when cancelled.</summary>
    public async Task<DrainResult> DrainAsync(TimeSpan deadline, TimeProvider clock, CancellationToken cancellationToken)
    {
        var emptied = Close();
        var all = Snapshot();
        foreach (var connection in all) connection.Lifetime.RequestClose();
        if (await EndsWithinAsync(emptied, deadline, clock, cancellationToken).ConfigureAwait(false)) return new(all.Length, 0, 0);

        var late = Snapshot();
        foreach (var connection in late) connection.Abort("it was still open at the drain deadline");
        if (await EndsWithinAsync(emptied, Grace, clock, CancellationToken.None).ConfigureAwait(false))
            return new(all.Length - late.Length, late.Length, 0);

        var stuck = Snapshot();
        foreach (var connection in stuck)
        {
            connection.Release();
            Remove(connection);
        }

        return new(all.Length - late.Length, late.Length, stuck.Length);
    }

    /// <summary>Asks one connection to finish, and aborts it at the deadline.</summary>
    public static async Task<ConnectionEnd> EndAsync(ServedConnection connection, string reason, TimeSpan deadline, TimeProvider clock)
    {
        connection.Lifetime.RequestClose();
        if (await EndsWithinAsync(connection.Gone, deadline, clock, CancellationToken.None).ConfigureAwait(false))
            return connection.IsAborted ? ConnectionEnd.Aborted : ConnectionEnd.Finished;
        connection.Abort(reason);
        return await EndsWithinAsync(connection.Gone, Grace, clock, CancellationToken.None).ConfigureAwait(false) ? ConnectionEnd.Aborted : ConnectionEnd.Stuck;
    }

    public ServedConnection[] Snapshot()
    {
        lock (_gate) return [.. _open];
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        await task.WaitAsync(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
