using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Irc.Protocol;
using PluginFramework.Network;

namespace PluginFramework.Irc;

/// <summary>
/// One client. A single loop takes lines, events of the chat network and the clock in turn, so nothing here needs a lock and replies and
/// events cannot overtake each other. While the client does not read, the loop waits for it and takes nothing.
/// </summary>
internal sealed class IrcSession
{
    /// <summary>Output that is written in one go; commands with long answers flush in between.</summary>
    private const int FlushOctets = 16384;

    private const string SignedOffByNetwork = "signed off by the chat network: reading too slowly, or a program has that nickname";

    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly IrcFloodGate _flood;
    private readonly IrcLiveness _liveness;
    private readonly CancellationToken _closeRequested;
    private IrcLineReader _lines;
    private bool _isThrottled;
    private Task<ReadResult>? _read;
    private Task<bool>? _events;
    private string _farewell = "Connection closed";

    // The place in the network, to be left when the last line has been said.
    private IrcSessionState.Registered? _registered;

    public IrcSession(IrcServer server, ConnectionContext connection)
    {
        Server = server;
        _connection = connection;
        _input = connection.Transport.Input;
        _output = connection.Transport.Output;
        _flood = new IrcFloodGate(server.Options.FloodBurst, server.Options.FloodPerSecond, server.Clock);
        _liveness = new IrcLiveness(server.Options, server.Clock);
        _closeRequested = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        Client = ClientInfo.Describe("irc", connection);
        Writer = new IrcMessageWriter(_output);
        Offer = new IrcCapabilityOffer(this);
    }

    public IrcServer Server { get; }

    public ClientInfo Client { get; }

    /// <summary>Who has logged in, for operators to see.</summary>
    public Principal? User { set => _connection.Features.Get<IConnectionPrincipalFeature>()?.Principal = value; }

    public IrcMessageWriter Writer { get; }

    public IrcSessionState State { get; set; } = new IrcSessionState.Registering();

    /// <summary>The nickname as the client knows it; <c>*</c> before it has one.</summary>
    public string Nickname { get; set; } = "*";

    public IrcCapabilities Capabilities { get; set; }

    public IrcCapabilityOffer Offer { get; }

    public int FailedLogins { get; set; }

    /// <summary>The room a JOIN under way has entered, as of the moment of entering.</summary>
    public ChatRoom? Entering { get; set; }

    public bool Has(IrcCapabilities capability) => (Capabilities & capability) != 0;

    public bool IsSelf(ChatPerson person) => IrcNames.AreEqual(person.Nickname, Nickname);

    public IrcTags TagsOf(DateTimeOffset at, ChatPerson source) =>
        new(Has(IrcCapabilities.ServerTime) ? at : null, Has(IrcCapabilities.AccountTag) && !source.IsBot ? source.Account : null);

    public void Reply(IrcNumeric numeric, ReadOnlySpan<string> middle, string? trailing = null) =>
        Writer.Write(default, Server.Options.ServerName, ((int)numeric).ToString("D3", CultureInfo.InvariantCulture), [Nickname, .. middle], trailing);

    /// <summary>Refuses something there is no numeric for (IRCv3 standard replies); clients that do not know them get a notice.</summary>
    public void Fail(string verb, string code, ReadOnlySpan<string> context, string text)
    {
        if (Has(IrcCapabilities.StandardReplies)) Writer.Write(default, Server.Options.ServerName, "FAIL", [verb, code, .. context], text);
        else Writer.Write(default, Server.Options.ServerName, "NOTICE", [Nickname], verb == "*" ? $"*** {text}" : $"*** {string.Join(' ', [verb, .. context])}: {text}");
    }

    /// <summary>Says the last line. The session ends when the command that did it returns.</summary>
    public void End(string reason)
    {
        if (State is IrcSessionState.Closed) return;
        PumpEvents();
        Writer.Write(default, null, "ERROR", [], $"Closing link: {Nickname} ({reason})");
        Close(reason);
    }

    /// <summary>Writes what has happened so far.</summary>
    public void PumpEvents()
    {
        if (State is not IrcSessionState.Registered { Chat.Events: var events }) return;
        while (events.TryRead(out var chatEvent)) this.Write(chatEvent);
    }

    public async ValueTask FlushIfLongAsync()
    {
        if (_output.UnflushedBytes > FlushOctets) await FlushAsync();
    }

    public async Task RunAsync()
    {
        Server.Logger.Connected(_connection.ConnectionId, Client.RemoteAddress);
        using var alarm = new IrcAlarm(Server.Clock);
        await using var closeRequested = _closeRequested.Register(alarm.Ring);
        using var mechanisms = Server.OnMechanismsChanged(() =>
        {
            Offer.MarkStale();
            alarm.Ring();
        });
        try
        {
            while (true)
            {
                alarm.Reset();
                LookAround();
                if (_read is { IsCompleted: true } read)
                {
                    _read = null;
                    await TakeLinesAsync(await read);
                }

                await FlushAsync();
                if (State is IrcSessionState.Closed) break;
                await WaitAsync(alarm);
            }
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException or IOException)
        {
            Server.Logger.Reset(_connection.ConnectionId, exception.Message);
        }
        catch (OperationCanceledException) when (_connection.ConnectionClosed.IsCancellationRequested)
        {
            Server.Logger.Reset(_connection.ConnectionId, "aborted");
        }
        catch (TimeoutException)
        {
            Close("The client reads nothing");
            _connection.Abort(new ConnectionAbortedException("The client reads nothing."));
        }
        catch (Exception exception)
        {
            Server.Logger.Failed(exception, _connection.ConnectionId);
            _farewell = "Server error";
            _connection.Abort(new ConnectionAbortedException("The session failed.", exception));
        }
        finally
        {
            await CleanUpAsync();
        }
    }

    /// <summary>Events, shutdown and the clock.</summary>
    private void LookAround()
    {
        PumpEvents();
        if (State is not IrcSessionState.Closed) Offer.Announce();
        if (_closeRequested.IsCancellationRequested) End("server is reloading, please reconnect");
        if (State is IrcSessionState.Registered { Chat.Events.Completion.IsCompleted: true }) End(SignedOffByNetwork);

        var (action, due) = _liveness.Next(State is IrcSessionState.Registered);
        if (due > TimeSpan.Zero) return;
        switch (action)
        {
            case IrcLivenessAction.GiveUpRegistration:
                End("Registration timed out: log in with SASL, or PASS, NICK and USER");
                break;
            case IrcLivenessAction.GiveUp:
                End("Ping timeout");
                break;
            case IrcLivenessAction.Ping:
                Writer.Write(default, null, "PING", [], Server.Options.ServerName);
                _liveness.Pinged();
                break;
        }
    }

    private async Task WaitAsync(IrcAlarm alarm)
    {
        var since = Server.Clock.GetTimestamp();
        var due = _liveness.Next(State is IrcSessionState.Registered).Due;
        if (_isThrottled)
        {
            var wait = _flood.Wait;
            if (wait < due) due = wait;

            // The rest of the lines waits in the pipe, and no read completes for what was seen already unless it is cancelled.
            if (wait == TimeSpan.Zero) _input.CancelPendingRead();
        }

        _read ??= _input.ReadAsync().AsTask();
        if (State is IrcSessionState.Registered registered) _events ??= registered.Chat.Events.WaitToReadAsync().AsTask();
        alarm.RingWithin(due, since);
        if (_events is { } events) await Task.WhenAny(_read, events, alarm.Rung);
        else await Task.WhenAny(_read, alarm.Rung);
        if (_events is { IsCompleted: true }) _events = null;
    }

    private async ValueTask TakeLinesAsync(ReadResult result)
    {
        var buffer = result.Buffer;
        if (!result.IsCanceled && !buffer.IsEmpty) _liveness.Heard();
        while (State is not IrcSessionState.Closed)
        {
            // What a client leaves behind when it hangs up is bounded, and there is no next read to wait for.
            _isThrottled = !result.IsCompleted && !_flood.IsOpen;
            if (_isThrottled) break;
            var status = _lines.TryRead(ref buffer, out var line);
            if (status == IrcLineStatus.NeedMore) break;
            if (status == IrcLineStatus.Line) await TakeLineAsync(line);
            else RefuseLine(status.ToString(), () => Reply(IrcNumeric.InputTooLong, [], "Input line was too long; 512 octets with CRLF, and 8191 of tags, are accepted"));
            await FlushIfLongAsync();
        }

        if (buffer.Length > Server.Options.MaxBacklogOctets) End("Excess flood");
        _input.AdvanceTo(buffer.Start, buffer.End);
        if (result.IsCompleted && State is not IrcSessionState.Closed) Close("Connection closed");
    }

    private ValueTask TakeLineAsync(in ReadOnlySequence<byte> line)
    {
        switch (IrcParser.Parse(line, out var message))
        {
            case IrcParseResult.Message when message is not null:
                return DispatchAsync(message);
            case IrcParseResult.NotUtf8:
                RefuseLine("not UTF-8", () => Writer.Write(default, Server.Options.ServerName, "FAIL", ["*", "INVALID_UTF8"], "Message rejected: it is not UTF-8, which is all this server accepts"));
                break;
            case IrcParseResult.HasNul:
                RefuseLine("NUL", () => Fail("*", "INVALID_MESSAGE", [], "Message rejected: it has a NUL character"));
                break;
        }

        return ValueTask.CompletedTask;
    }

    private void RefuseLine(string why, Action reply)
    {
        Server.Logger.LineRefused(_connection.ConnectionId, why);
        _flood.Charge(1);
        reply();
    }

    /// <summary>The gate: no handler runs for what the table does not allow.</summary>
    private async ValueTask DispatchAsync(IrcMessage message)
    {
        if (!IrcCommandTable.Commands.TryGetValue(message.Verb, out var command))
        {
            _flood.Charge(1);
            Reply(IrcNumeric.UnknownCommand, [message.Verb], "Unknown command");
            return;
        }

        _flood.Charge(command.Cost);
        var state = State is IrcSessionState.Registered ? IrcStates.Registered : IrcStates.Registering;
        if ((command.States & state) == 0)
        {
            if (state == IrcStates.Registering) Reply(IrcNumeric.NotRegistered, [], "You have not registered: log in first");
            else if (command.Verb == "AUTHENTICATE") Reply(IrcNumeric.SaslAlready, [], "You have already authenticated");
            else Reply(IrcNumeric.AlreadyRegistered, [], "You may not register again");
            return;
        }

        // A parameter that is there but empty is as good as none.
        if (message.Parameters.TakeWhile(parameter => parameter.Length > 0).Count() < command.MinParameters)
        {
            Reply(IrcNumeric.NeedMoreParams, [command.Verb], $"Not enough parameters: {command.MinParameters} needed");
            return;
        }

        PumpEvents();
        try
        {
            await RunAsync(command, message);
        }
        catch (ChatException refusal)
        {
            this.Refuse(message, refusal);
        }
        catch (ObjectDisposedException) when (State is IrcSessionState.Registered)
        {
            End(SignedOffByNetwork);
        }

        PumpEvents();
    }

    private async ValueTask RunAsync(IrcCommand command, IrcMessage message)
    {
        using var limit = new CancellationTokenSource();
        var running = command.Run(this, message, limit.Token);
        if (running.IsCompleted)
        {
            await running;
            return;
        }

        // Most commands never get here, so the clock and the connection are only then looked after.
        using var timer = Server.Clock.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), limit, Server.Options.CommandTimeout, Timeout.InfiniteTimeSpan);
        await using var closed = _connection.ConnectionClosed.Register(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !_connection.ConnectionClosed.IsCancellationRequested)
        {
            End($"{command.Verb} took longer than {Server.Options.CommandTimeout.TotalSeconds} s; try again later");
        }
    }

    /// <exception cref="TimeoutException">The client reads nothing.</exception>
    private async ValueTask FlushAsync()
    {
        if (_output.UnflushedBytes == 0) return;
        var flushing = _output.FlushAsync();
        var result = flushing.IsCompletedSuccessfully
            ? flushing.Result
            : await flushing.AsTask().WaitAsync(Server.Options.CommandTimeout, Server.Clock, _connection.ConnectionClosed);
        if (result.IsCompleted) Close("Connection closed");
    }

    private void Close(string reason)
    {
        if (State is IrcSessionState.Closed) return;
        _farewell = reason;
        _registered = State as IrcSessionState.Registered;
        State = new IrcSessionState.Closed();
    }

    private async Task CleanUpAsync()
    {
        Close(_farewell);
        Server.Logger.Closed(_connection.ConnectionId, _farewell);
        if (_registered is not null) await _registered.Chat.SignOffAsync(_farewell);
        if (_read is { } read)
        {
            _input.CancelPendingRead();
            await read.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _output.CancelPendingFlush();
        await _input.CompleteAsync();
        await _output.CompleteAsync();
    }
}
