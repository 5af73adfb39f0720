using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.KeyExchange;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh;

/// <summary>
/// One connection. A single loop takes packets and the clock in turn and never waits for a channel: what runs on channels has tasks of its own,
/// and they share the writer.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "RunAsync, which is called once, disposes of all.")]
internal sealed class SshSession
{
    /// <summary>Packets before the login; a login takes a dozen, and one with every key of an agent some dozens.</summary>
    private const int MaxPacketsBeforeLogin = 1000;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2), FarewellTime = TimeSpan.FromSeconds(5);

    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly CancellationToken _closeRequested;
    private readonly SshLiveness _liveness;
    private readonly ITimer _alarm;
    private SshKeyExchange? _exchange;
    private string _farewell = "Connection closed";
    private long _alarmSetAt;
    private TimeSpan? _alarmSetFor;
    private long? _stoppingSince;
    private int _packetsBeforeLogin;

    // The state that was left, to be ended when the last message has been said.
    private SshSessionState.Open? _left;

    public SshSession(SshServer server, ConnectionContext connection)
    {
        Server = server;
        _connection = connection;
        _input = connection.Transport.Input;
        _closeRequested = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        _liveness = new(server.Options, server.Clock);
        _alarm = server.Clock.CreateTimer(static session => ((SshSession)session!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Nobody can read along, whatever the endpoint is.
        Client = ClientInfo.Describe("ssh", connection) with { IsEncrypted = true };
        Writer = new(connection.Transport.Output, server.Clock, server.Options.SendTimeout, () => connection.Abort(new ConnectionAbortedException("The client reads nothing.")));
    }

    public SshServer Server { get; }

    public ClientInfo Client { get; }

    /// <summary>The keys the server proves itself with.</summary>
    public ImmutableArray<HostKey> HostKeys { get; private set; } = [];

    public string Id => _connection.ConnectionId;

    public SshPacketReader Reader { get; } = new();

    public SshPacketWriter Writer { get; }

    public SshKeyExchange Exchange => _exchange ?? throw SshConnectionException.Malformed("there was no identification yet");

    public SshSessionState State { get; set; } = new SshSessionState.Exchanging();

    /// <summary>Ends with the connection.</summary>
    public CancellationToken ConnectionClosed => _connection.ConnectionClosed;

    /// <summary>The key that makes a signature.</summary>
    public HostKey? HostKeyFor(string algorithm) => HostKeys.FirstOrDefault(key => key.Algorithms.Contains(algorithm));

    public ValueTask ReplyAsync(ISshMessage message) => Writer.ReplyAsync(message);

    /// <summary>A channel has had data. Safe for use from any thread.</summary>
    public void Moved() => _liveness.Moved();

    /// <summary>A channel has sent data. Safe for use from any thread.</summary>
    public void Sent()
    {
        _liveness.Moved();

        // A client with much room says nothing for long, and the loop would sleep.
        if (Writer.OctetsSinceKeys >= Server.Options.RekeyOctets && !Exchange.IsUnderWay) Wake();
    }

    /// <summary>Keys are being changed.</summary>
    public void KeysChanged() => _liveness.KeysChanged();

    /// <summary>Both directions are under new keys.</summary>
    public void Encrypted(AlgorithmChoice choice)
    {
        KeysChanged();
        var (toServer, toClient) = (choice.CipherToServer.Name, choice.CipherToClient.Name);
        _connection.Features.Get<IConnectionSecurityFeature>()?.Cipher = toServer == toClient ? toServer : $"{toServer} in, {toClient} out";
        if (State is SshSessionState.Exchanging) State = new SshSessionState.Encrypted();
    }

    /// <summary>The user is who they say.</summary>
    public void Open(Principal principal, LoginLimits limits)
    {
        _connection.Features.Get<IConnectionPrincipalFeature>()?.Principal = principal;
        _liveness.Moved();
        State = new SshSessionState.Open(this, principal, limits);
    }

    /// <summary>The client has said goodbye.</summary>
    public void Leave(string reason)
    {
        _farewell = reason;
        Close();
    }

    /// <summary>Has the loop look around.</summary>
    public void Wake() => _input.CancelPendingRead();

    public async Task RunAsync()
    {
        Server.Logger.Connected(Id, Client.RemoteAddress);
        await using var alarm = _alarm;
        await using var closeRequested = _closeRequested.Register(Wake);
        try
        {
            HostKeys = await Server.HostKeys.Keys;
            await WriteIdentificationAsync();
            await LoopAsync();
        }
        catch (SshConnectionException fault)
        {
            _farewell = fault.Message;
            await SayFarewellAsync(new(fault.Reason, fault.Message));
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException or IOException)
        {
            Server.Logger.Reset(Id, exception.Message);
        }
        catch (OperationCanceledException) when (ConnectionClosed.IsCancellationRequested)
        {
            Server.Logger.Reset(Id, "aborted");
        }
        catch (Exception exception)
        {
            Server.Logger.Failed(exception, Id);
            _farewell = "Server error";
            await SayFarewellAsync(new(SshDisconnectReason.ByApplication, "The server failed; its log says more."));
        }
        finally
        {
            await CleanUpAsync();
        }
    }

    private async Task WriteIdentificationAsync()
    {
        await _connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(Server.Identification + "\r\n"), ConnectionClosed);
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            await LookAroundAsync();
            if (State is SshSessionState.Closed) return;
            var result = await _input.ReadAsync();
            var buffer = result.Buffer;
            if (_exchange is null && !buffer.IsEmpty && SshIdentification.TryRead(ref buffer, out var identification))
            {
                _exchange = new(this, identification);
                await _exchange.BeginAsync();
            }

            if (_exchange is not null)
            {
                while (State is not SshSessionState.Closed && Reader.TryRead(ref buffer, out var payload))
                {
                    _liveness.Heard();
                    await DispatchAsync(payload);
                }
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return;
        }
    }

    /// <summary>The gate: no handler runs for what the table does not allow.</summary>
    private ValueTask DispatchAsync(ReadOnlyMemory<byte> payload)
    {
        var number = payload.Span[0];
        if (State is not SshSessionState.Open && ++_packetsBeforeLogin > MaxPacketsBeforeLogin) throw SshConnectionException.Malformed("there were too many packets before the login");
        Exchange.Check((SshMessageNumber)number, Reader.Sequence);
        if (Exchange.TryIgnore((SshMessageNumber)number)) return ValueTask.CompletedTask;
        if (SshMessageTable.Find(number) is not { } row) return ReplyAsync(new UnimplementedMessage(unchecked(Reader.Sequence - 1)));
        if ((row.States & State.Flag) == 0) throw SshConnectionException.Malformed($"{row.Number} is not expected now");
        return row.RunAsync(this, payload);
    }

    /// <summary>Shutdown, the clock, and keys that have served long enough.</summary>
    private async ValueTask LookAroundAsync()
    {
        var channels = (State as SshSessionState.Open)?.Channels;
        if (_closeRequested.IsCancellationRequested)
        {
            _stoppingSince ??= Server.Clock.GetTimestamp();
            channels?.Stop();
            if (channels is not { Count: > 0 } || Server.Clock.GetElapsedTime(_stoppingSince.Value) >= StopTime)
                throw new SshConnectionException(SshDisconnectReason.ByApplication, "The server is reloading or stops; please connect again.");
        }

        if (channels is not null && !Exchange.IsUnderWay && AreKeysWorn()) await Exchange.BeginAsync();
        var next = _liveness.Next(channels is not null);
        while (next.Due <= TimeSpan.Zero)
        {
            await ActAsync(next.Action);
            next = _liveness.Next(channels is not null);
        }

        SetAlarm(_stoppingSince is { } since && StopTime - Server.Clock.GetElapsedTime(since) is var rest && rest < next.Due ? rest : next.Due);

        // The clock may have moved on before the alarm was set.
        if (_liveness.Next(channels is not null).Due <= TimeSpan.Zero) Wake();
    }

    private bool AreKeysWorn()
    {
        // Half of what sequence numbers can count, so that none comes twice under the same keys (RFC 4344 §3.1).
        const long MaxPackets = 1L << 31;
        var octets = Server.Options.RekeyOctets;
        return Reader.OctetsSinceKeys >= octets || Writer.OctetsSinceKeys >= octets || Reader.PacketsSinceKeys >= MaxPackets || Writer.PacketsSinceKeys >= MaxPackets;
    }

    private async ValueTask ActAsync(SshLivenessAction action)
    {
        switch (action)
        {
            case SshLivenessAction.EndLogin:
                throw new SshConnectionException(SshDisconnectReason.ByApplication, $"There was no login within {Server.Options.LoginGraceTime.TotalSeconds:0} s.");
            case SshLivenessAction.EndSilence:
                throw new SshConnectionException(SshDisconnectReason.ConnectionLost, "The client does not answer.");
            case SshLivenessAction.EndIdleness:
                throw new SshConnectionException(SshDisconnectReason.ByApplication, $"Nothing was done for {Server.Options.IdleTimeout}.");
            case SshLivenessAction.Ask:
                _liveness.Asked();
                await ReplyAsync(new GlobalRequestMessage("keepalive@openssh.com", WantsReply: true, []));
                break;
            case SshLivenessAction.ChangeKeys:
                // A client that does not go along is cut off after as long again.
                if (Exchange.IsUnderWay) throw new SshConnectionException(SshDisconnectReason.KeyExchangeFailed, "The client does not exchange keys.");
                await Exchange.BeginAsync();
                break;
        }
    }

    // One that goes off earlier anyway is left alone: it would be set for every read.
    private void SetAlarm(TimeSpan due)
    {
        due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(due.TotalMilliseconds, 1)));
        if (_alarmSetFor is { } set && set - Server.Clock.GetElapsedTime(_alarmSetAt) is var remaining && remaining > TimeSpan.Zero && remaining <= due) return;
        (_alarmSetAt, _alarmSetFor) = (Server.Clock.GetTimestamp(), due);
        _alarm.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Close()
    {
        if (State is SshSessionState.Open open) _left = open;
        State = new SshSessionState.Closed();
    }

    private async Task SayFarewellAsync(DisconnectMessage? farewell)
    {
        try
        {
            await Writer.CloseAsync(farewell).AsTask().WaitAsync(FarewellTime, Server.Clock);
        }
        catch (TimeoutException)
        {
            _connection.Abort(new ConnectionAbortedException("The client reads nothing, not even the farewell."));
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException or IOException)
        {
            Server.Logger.Reset(Id, exception.Message);
        }
    }

    private async Task CleanUpAsync()
    {
        Close();
        await SayFarewellAsync(null);
        if (_left is not null)
        {
            await _left.Ports.EndAsync();
            await _left.Channels.EndAsync();
        }

        Reader.Dispose();
        Writer.Dispose();
        _exchange?.Dispose();
        await _input.CompleteAsync();
        await _connection.Transport.Output.CompleteAsync();
        Server.Logger.Closed(Id, _farewell);
    }
}
