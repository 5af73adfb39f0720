using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Core.Network;

/// <summary>Counts connections, in all and by address, and says which are too many. Safe for use from any thread.</summary>
internal sealed class ConnectionLimiter(NetworkOptions options, TimeProvider clock)
{
    private const int FirstSweep = 1024;

    // Guards the fields below.
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Usage> _peers = [];
    private int _total;
    private int _sweepAt = FirstSweep;

    /// <summary>Counts a connection in, or says which limit forbids it.</summary>
    public string? TryEnter(IPAddress? peer)
    {
        lock (_gate)
        {
            if (_total >= options.MaxConnections) return $"{options.MaxConnections} connections are open (MaxConnections)";
            if (peer is not null && TryCount(peer) is { } refusal) return refusal;
            _total++;
            return null;
        }
    }

    public void Leave(IPAddress? peer)
    {
        lock (_gate)
        {
            _total--;
            if (peer is null) return;
            var key = KeyOf(peer);
            if (!_peers.TryGetValue(key, out var usage)) return;
            usage.Open--;
            if (IsPlain(key, usage)) _peers.Remove(key);
        }
    }

    private static IPAddress KeyOf(IPAddress peer)
    {
        if (peer.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(peer)) return peer;
        Span<byte> network = stackalloc byte[16];
        peer.TryWriteBytes(network, out _);
        network[8..].Clear();
        return new IPAddress(network);
    }

    private string? TryCount(IPAddress peer)
    {
        var key = KeyOf(peer);
        if (!_peers.TryGetValue(key, out var usage))
        {
            Sweep();
            _peers[key] = usage = new Usage { Tokens = options.NewConnectionBurst, Refilled = clock.GetTimestamp() };
        }

        if (IPAddress.IsLoopback(key))
        {
            if (usage.Open >= options.MaxConnectionsPerLoopbackAddress)
                return $"{key} has {usage.Open} connections open (MaxConnectionsPerLoopbackAddress)";
        }
        else
        {
            if (usage.Open >= options.MaxConnectionsPerAddress) return $"{key} has {usage.Open} connections open (MaxConnectionsPerAddress)";
            if (options.NewConnectionsPerSecond > 0)
            {
                Refill(usage);
                if (usage.Tokens < 1) return $"{key} makes more than {options.NewConnectionsPerSecond} connections a second (NewConnectionsPerSecond)";
                usage.Tokens--;
            }
        }

        usage.Open++;
        return null;
    }

    private void Refill(Usage usage)
    {
        var gained = clock.GetElapsedTime(usage.Refilled).TotalSeconds * options.NewConnectionsPerSecond;
        usage.Tokens = Math.Min(options.NewConnectionBurst, usage.Tokens + gained);
        usage.Refilled = clock.GetTimestamp();
    }

    // An address is worth remembering only while it has a connection open or has not regained its burst.
    private bool IsPlain(IPAddress key, Usage usage)
    {
        if (usage.Open > 0) return false;
        if (IPAddress.IsLoopback(key) || options.NewConnectionsPerSecond == 0) return true;
        Refill(usage);
        return usage.Tokens >= options.NewConnectionBurst;
    }

    private void Sweep()
    {
        if (_peers.Count < _sweepAt) return;
        foreach (var (key, usage) in _peers)
        {
            if (IsPlain(key, usage)) _peers.Remove(key);
        }

        _sweepAt = Math.Max(FirstSweep, 2 * _peers.Count);
    }

    private sealed class Usage
    {
        public int Open { get; set; }

        public double Tokens { get; set; }

        public long Refilled { get; set; }
    }
}
