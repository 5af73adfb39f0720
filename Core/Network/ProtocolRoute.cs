using System.Collections.Immutable;

namespace PluginFramework.Core.Network;

/// <summary>Who serves one protocol, and the connections that wait for somebody to.</summary>
internal sealed class ProtocolRoute
{
    // Guards the fields below. A lease's set is entered while it is held, so that a connection is counted by the lease before anyone who
    // detached that lease can begin to drain it.
    private readonly Lock _gate = new();
    private HandlerLease? _lease;
    private TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<string> _applicationProtocols = [];
    private int _held;

    public int Held => Volatile.Read(ref _held);

    /// <summary>What the protocol offers over TLS; while nobody serves it, what was offered last.</summary>
    public ImmutableArray<string> ApplicationProtocols
    {
        get
        {
            lock (_gate) return _applicationProtocols;
        }
    }

    public void Attach(HandlerLease lease)
    {
        TaskCompletionSource attached;
        lock (_gate)
        {
            _lease = lease;
            _applicationProtocols = lease.ApplicationProtocols;
            attached = _attached;
            _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        attached.SetResult();
    }

    public void Detach(HandlerLease lease)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_lease, lease)) _lease = null;
        }
    }

    public async ValueTask<HandlerLease?> EnterAsync(ServedConnection connection, int maxHeld, TimeSpan holdTime, TimeProvider clock)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            Task attached;
            lock (_gate)
            {
                if (_lease?.TryEnter(connection) == true) return _lease;

                // A lease that is drained while attached serves nobody; forget it, so that nothing roots its handler here.
                _lease = null;
                if (_held >= maxHeld) return null;
                _held++;
                attached = _attached.Task;
            }

            try
            {
                var left = holdTime - clock.GetElapsedTime(since);
                if (left <= TimeSpan.Zero) return null;
                await attached.WaitAsync(left, clock, connection.Lifetime.ConnectionClosedRequested)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!attached.IsCompleted) return null;
            }
            finally
            {
                lock (_gate) _held--;
            }
        }
    }
}
