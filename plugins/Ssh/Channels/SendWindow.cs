namespace PluginFramework.Ssh.Channels;

/// <summary>How much the client will take on a channel (RFC 4254 §5.2). Safe for use from any thread.</summary>
internal sealed class SendWindow
{
    private readonly Lock _gate = new(); // guards all below
    private long _octets;
    private TaskCompletionSource? _more;

    /// <summary>The client takes more.</summary>
    /// <exception cref="SshConnectionException">It is more than RFC 4254 lets a window be.</exception>
    public void Add(uint octets)
    {
        TaskCompletionSource? more;
        lock (_gate)
        {
            _octets += octets;
            if (_octets > uint.MaxValue) throw SshConnectionException.Malformed("a window is larger than 2^32-1 octets");
            (more, _more) = (_more, null);
        }

        more?.TrySetResult();
    }

    /// <summary>Takes some of the room, waiting until there is any.</summary>
    /// <returns>How much, from 1 to <paramref name="wanted"/>.</returns>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_octets > 0)
                {
                    var taken = (int)Math.Min(wanted, _octets);
                    _octets -= taken;
                    return taken;
                }

                more = (_more ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }
}
