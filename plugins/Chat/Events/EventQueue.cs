using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace PluginFramework.Chat.Events;

/// <summary>
/// The events of one session. Written under the hub's lock, read by one reader. A reader that waits for more is done with what it took
/// before: that is when receipts are given, so nothing counts as delivered that a client had no chance to see.
/// </summary>
internal sealed class EventQueue : ChannelReader<ChatEvent>
{
    public const int Capacity = 1024;

    private readonly Channel<QueuedEvent> _channel = Channel.CreateBounded<QueuedEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private readonly Queue<IReceipt> _taken = [];

    public override Task Completion => _channel.Reader.Completion;

    public override bool CanCount => _channel.Reader.CanCount;

    public override int Count => _channel.Reader.Count;

    /// <summary>False when the queue is full or complete.</summary>
    public bool TryWrite(ChatEvent chatEvent, IReceipt? receipt) => _channel.Writer.TryWrite(new QueuedEvent(chatEvent, receipt));

    public void Complete() => _channel.Writer.TryComplete();

    public override bool TryRead([MaybeNullWhen(false)] out ChatEvent item)
    {
        var any = _channel.Reader.TryRead(out var queued);
        item = queued.Event;
        if (queued.Receipt is { } receipt) _taken.Enqueue(receipt);
        return any;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (_taken.TryDequeue(out var receipt)) receipt.Handled();
        return _channel.Reader.WaitToReadAsync(cancellationToken);
    }
}
