using System.Collections.Concurrent;

namespace PluginFramework.Ssh.Channels;

/// <summary>The channels of a connection. The session's loop opens and looks up; a channel's task may find that it is done.</summary>
internal sealed class ChannelTable(SshSession session)
{
    private readonly ConcurrentDictionary<uint, SshChannel> _channels = new();
    private uint _nextId;

    public int Count => _channels.Count;

    public bool IsFull => _channels.Count >= session.Server.Options.MaxChannels;

    /// <summary>What the client has asked for on the connection as a whole.</summary>
    public bool TakesNoMoreSessions { get; set; }

    /// <summary>Adds a channel. Safe for use from any thread.</summary>
    public T Add<T>(Func<uint, T> create) where T : SshChannel
    {
        var channel = create(Interlocked.Increment(ref _nextId) - 1);
        _channels[channel.LocalId] = channel;
        return channel;
    }

    /// <exception cref="SshConnectionException">There is no such channel.</exception>
    public SshChannel Get(uint id) => _channels.TryGetValue(id, out var channel) ? channel : throw SshConnectionException.Malformed($"there is no channel {id}");

    public void Remove(SshChannel channel) => _channels.TryRemove(channel.LocalId, out _);

    public void RemoveIfDone(SshChannel channel)
    {
        if (!channel.IsDone) return;
        Remove(channel);
        session.Wake();
    }

    /// <summary>Asks whatever runs to end.</summary>
    public void Stop()
    {
        foreach (var channel in _channels.Values) channel.Stop();
    }

    /// <summary>The connection has gone: ends whatever runs and waits for it.</summary>
    public async Task EndAsync()
    {
        foreach (var channel in _channels.Values) channel.Abandon();
        await Task.WhenAll(_channels.Values.Select(channel => channel.Work));
    }
}
