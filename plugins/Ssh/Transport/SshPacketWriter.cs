using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Transport;

/// <summary>
/// Writes packets (RFC 4253 §6), one at a time, for the session's loop and the channels' tasks at once. While keys are exchanged only the
/// exchange is written: channels wait, and what the loop has to say is kept until the exchange is done, for the loop is what completes it.
/// </summary>
internal sealed class SshPacketWriter(PipeWriter output, TimeProvider clock, TimeSpan sendTimeout, Action onTimeout) : IDisposable
{
    /// <summary>How much the loop may have to say while keys are exchanged: answers to what a client sent before it noticed.</summary>
    private const int MaxKeptOctets = 1 << 20;

    private const int MinPadding = 4;

    private readonly SemaphoreSlim _turn = new(1, 1); // guards all below
    private readonly SshWriter _scratch = new();
    private readonly Queue<byte[]> _kept = new();
    private int _keptOctets;
    private PacketCipher _cipher = new NoCipher();
    private uint _sequence;
    private bool _isClosed;
    private volatile TaskCompletionSource? _exchange;
    private long _octetsSinceKeys, _packetsSinceKeys;

    /// <summary>How many octets have gone under the present keys.</summary>
    public long OctetsSinceKeys => Interlocked.Read(ref _octetsSinceKeys);

    public long PacketsSinceKeys => Interlocked.Read(ref _packetsSinceKeys);

    /// <summary>Writes a message from a channel's task; waits while keys are exchanged.</summary>
    public async ValueTask SendAsync(ISshMessage message, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            Put(message);
            await FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes a message from the session's loop; keeps it while keys are exchanged.</summary>
    public async ValueTask ReplyAsync(ISshMessage message)
    {
        await _turn.WaitAsync();
        try
        {
            if (_exchange is not null && !IsOfTransport(message))
            {
                var kept = SshWriter.Of(message);
                _keptOctets += kept.Length;
                if (_keptOctets > MaxKeptOctets) throw SshConnectionException.Malformed("too much was asked for while keys are exchanged");
                _kept.Enqueue(kept);
                return;
            }

            Put(message);
            await FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes data of a channel, copied once, into the packet.</summary>
    /// <param name="channel">The channel's number at the client.</param>
    /// <param name="isError">It is standard error.</param>
    /// <param name="data">The data, no more than the client takes in one packet.</param>
    /// <param name="cancellationToken">Gives up, before anything is written.</param>
    public async ValueTask SendDataAsync(uint channel, bool isError, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            PutData(channel, isError, data);
            await FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Begins to exchange keys: from now on nothing but the exchange is written.</summary>
    public async ValueTask BeginExchangeAsync(byte[] payload)
    {
        await _turn.WaitAsync();
        try
        {
            _exchange ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            Put(payload);
            await FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes the server's half and NEWKEYS, changes the keys, writes <paramref name="greeting"/> and what was kept.</summary>
    public async ValueTask EndExchangeAsync(KeyExchangeReplyMessage reply, PacketCipher cipher, bool restartsSequence, ISshMessage? greeting)
    {
        await _turn.WaitAsync();
        try
        {
            Put(reply);
            Put(new NewKeysMessage());
            _cipher.Dispose();
            _cipher = cipher;
            Interlocked.Exchange(ref _octetsSinceKeys, 0);
            Interlocked.Exchange(ref _packetsSinceKeys, 0);
            if (restartsSequence) _sequence = 0;
            if (greeting is not null) Put(greeting);
            while (_kept.TryDequeue(out var kept)) Put(kept);
            _keptOctets = 0;
            var exchange = _exchange;
            _exchange = null;
            await FlushAsync();
            exchange?.TrySetResult();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes the last message, if there is one to write; whatever comes later throws.</summary>
    public async ValueTask CloseAsync(DisconnectMessage? farewell)
    {
        await _turn.WaitAsync();
        try
        {
            if (_isClosed) return;
            if (farewell is not null)
            {
                Put(farewell);
                await FlushAsync();
            }
        }
        finally
        {
            _isClosed = true;
            _exchange?.TrySetResult();
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _scratch.Clear();
    }

    private static bool IsOfTransport(ISshMessage message) => message is DisconnectMessage or UnimplementedMessage;

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_exchange is { } exchange) await exchange.Task.WaitAsync(cancellationToken);
            await _turn.WaitAsync(cancellationToken);
            if (_exchange is null || _isClosed) return;
            _turn.Release();
        }
    }

    private void Put(ISshMessage message)
    {
        message.Write(_scratch);
        Put(_scratch.Written);
        _scratch.Clear();
    }

    private void Put(ReadOnlySpan<byte> payload)
    {
        var packet = Begin(payload.Length, out var body);
        payload.CopyTo(body);
        Complete(packet);
    }

    private void PutData(uint channel, bool isError, in ReadOnlySequence<byte> data)
    {
        const int DataHeader = 9, ExtendedHeader = 13;
        var header = isError ? ExtendedHeader : DataHeader;
        var packet = Begin(header + (int)data.Length, out var body);
        body[0] = (byte)(isError ? SshMessageNumber.ChannelExtendedData : SshMessageNumber.ChannelData);
        BinaryPrimitives.WriteUInt32BigEndian(body[1..], channel);
        if (isError) BinaryPrimitives.WriteUInt32BigEndian(body[5..], ChannelExtendedDataMessage.StandardError);
        BinaryPrimitives.WriteUInt32BigEndian(body[(header - 4)..], (uint)data.Length);
        data.CopyTo(body[header..]);
        Complete(packet);
    }

    /// <summary>Makes room for a packet right in the pipe.</summary>
    private Span<byte> Begin(int payload, out Span<byte> body)
    {
        if (_isClosed) throw new ConnectionAbortedException("The session has ended.");
        var counted = 1 + payload + (_cipher.CountsLengthField ? PacketCipher.LengthOctets : 0);
        var padding = _cipher.BlockOctets - (counted % _cipher.BlockOctets);
        if (padding < MinPadding) padding += _cipher.BlockOctets;
        var length = 1 + payload + padding;
        var packet = output.GetSpan(PacketCipher.LengthOctets + length + _cipher.TagOctets)[..(PacketCipher.LengthOctets + length + _cipher.TagOctets)];
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)length);
        packet[PacketCipher.LengthOctets] = (byte)padding;
        body = packet.Slice(PacketCipher.LengthOctets + 1, payload);
        RandomNumberGenerator.Fill(packet.Slice(PacketCipher.LengthOctets + 1 + payload, padding));
        return packet;
    }

    private void Complete(Span<byte> packet)
    {
        _cipher.Seal(_sequence, packet);
        _sequence = unchecked(_sequence + 1);
        output.Advance(packet.Length);
        Interlocked.Add(ref _octetsSinceKeys, packet.Length);
        Interlocked.Increment(ref _packetsSinceKeys);
    }

    private async ValueTask FlushAsync()
    {
        var flushing = output.FlushAsync();
        FlushResult result;
        if (flushing.IsCompletedSuccessfully)
        {
            result = flushing.Result;
        }
        else
        {
            try
            {
                result = await flushing.AsTask().WaitAsync(sendTimeout, clock);
            }
            catch (TimeoutException)
            {
                // The flush goes on, so nothing may be written after it.
                _isClosed = true;
                onTimeout();
                throw new ConnectionAbortedException("The client reads nothing.");
            }
        }

        if (result.IsCompleted || result.IsCanceled) throw new ConnectionAbortedException("The client has gone.");
    }
}
