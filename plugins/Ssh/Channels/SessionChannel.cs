using System.Collections.Immutable;
using System.Text;
using PluginFramework.Plugins;
using PluginFramework.Shell;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Channels;

/// <summary>A channel of the kind <c>session</c> (RFC 4254 §6): variables and a terminal perhaps, and then one shell, command or subsystem.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "The sources have no timers, and whoever still has a token may ask it.")]
internal sealed class SessionChannel(SshSession session, uint localId, SshSessionState.Open login) : SshChannel(session, localId)
{
    private const int Unavailable = 69; // EX_UNAVAILABLE of sysexits.h
    private const int Broken = 70; // EX_SOFTWARE

    private readonly CancellationTokenSource _stopped = new();
    private ImmutableDictionary<string, string> _environment = ImmutableDictionary<string, string>.Empty;
    private SshTerminal? _terminal;
    private ShellSession? _running;
    private ImmutableArray<ChannelWriter> _outputs = [];
    private bool _hasStarted;

    // What waits for the token belongs to other plugins, so neither the loop nor whoever else asks runs it.
    private Task? _stopping;

    /// <inheritdoc/>
    public override bool TakeRequest(ChannelRequestMessage request, out Action? afterwards)
    {
        afterwards = null;
        switch (request.Type)
        {
            case "pty-req" when !_hasStarted && _terminal is null && login.Limits.MayHaveTerminal:
                _terminal = SshTerminal.Read(request.Data);
                return true;
            case "env" when !_hasStarted:
                return TrySet(request.Data);
            case "shell" when !_hasStarted:
                afterwards = () => Start(null, null);
                return true;
            case "exec" when !_hasStarted:
                var command = ReadText(request.Data, SshReader.MaxText * 4);
                afterwards = () => Start(command, null);
                return true;
            case "subsystem" when !_hasStarted:
                return TryStartSubsystem(ReadText(request.Data, SshReader.MaxText), ref afterwards);
            case "window-change" when _terminal is not null:
                Guard(() => _terminal.Resize(request.Data));
                return true;
            case "signal" when _running is not null:
                var signal = new SshReader(request.Data).ReadName();
                Guard(() => _running.Signal(signal));
                return true;
            case "break" when _running is not null:
                // What a terminal's driver makes of it (RFC 4335).
                Guard(() => _running.Signal("INT"));
                return true;
            case "eow@openssh.com" when _running is not null:
                foreach (var output in _outputs) output.Stop();
                return true;
            default:
                // Agents, X11 and all else there is not.
                return false;
        }
    }

    /// <inheritdoc/>
    public override void Stop() => _stopping ??= _stopped.CancelAsync();

    /// <inheritdoc/>
    public override void Abandon()
    {
        Stop();
        base.Abandon();
    }

    private static string ReadText(byte[] data, int max)
    {
        var reader = new SshReader(data);
        var text = reader.ReadText(max);
        reader.End();
        return text;
    }

    private bool TrySet(byte[] data)
    {
        var reader = new SshReader(data);
        var (name, value) = (reader.ReadText(), reader.ReadText());
        reader.End();
        if (_environment.Count >= EnvironmentFilter.MaxVariables || name.Length > EnvironmentFilter.MaxName || value.Length > EnvironmentFilter.MaxValue) return false;
        if (!EnvironmentFilter.Accepts(Session.Server.Options, name)) return false;
        _environment = _environment.SetItem(name, value);
        return true;
    }

    private bool TryStartSubsystem(string name, ref Action? afterwards)
    {
        // A forced command goes before whatever is asked for.
        if (login.Limits.ForcedCommand is not null)
        {
            afterwards = () => Start(name, null);
            return true;
        }

        var subsystem = Session.Server.Subsystems.Current.Select(export => export.Value).FirstOrDefault(one => one.Name == name && one.IsFor(login.Principal));
        if (subsystem is null) return false;
        afterwards = () => Start(name, subsystem);
        return true;
    }

    private void Start(string? command, ISshSubsystem? subsystem)
    {
        _hasStarted = true;
        if (login.Limits.ForcedCommand is { } forced)
        {
            if (command is not null) _environment = _environment.SetItem("SSH_ORIGINAL_COMMAND", command);
            command = forced;
        }

        var output = new ChannelWriter(this, isError: false, Gone);
        var error = _terminal is null ? new ChannelWriter(this, isError: true, Gone) : null;
        _running = new ShellSession
        {
            Principal = login.Principal,
            Client = Session.Client,
            Command = subsystem is null ? command : null,
            Environment = _environment,
            Terminal = _terminal,
            Input = Input,
            Output = output.Writer,
            Error = (error ?? output).Writer,
        };
        _outputs = error is null ? [output] : [output, error];
        Work = Task.Run(() => ServeAsync(_running, subsystem));
        Work.ContinueWith(_ => login.Channels.RemoveIfDone(this), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ServeAsync(ShellSession running, ISshSubsystem? subsystem)
    {
        ISshMessage end;
        try
        {
            var status = subsystem is not null ? await RunAsync(running, subsystem)
                : Session.Server.Shell is { } shell ? await shell.RunAsync(running, _stopped.Token)
                : await ApologizeAsync(running);
            end = ExitStatus((uint)Math.Clamp(status, 0, 255));
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            end = new ChannelRequestMessage(RemoteId, "exit-signal", WantsReply: false, new SshWriter().Text("TERM").Boolean(false).Text("The server is reloading or stops.").Text("").ToArray());
        }
        catch (Exception exception)
        {
            Session.Server.Logger.ServiceFailed(exception, Session.Id, subsystem?.Name ?? "the shell", login.Principal.UserName);
            end = ExitStatus(Broken);
        }

        await Input.CompleteAsync();
        foreach (var output in _outputs) await output.CompleteAsync();
        await SendCloseAsync(end, new ChannelEofMessage(RemoteId));
    }

    private async Task<int> RunAsync(ShellSession running, ISshSubsystem subsystem)
    {
        // Whoever provides it may go before the session ends, and must not be kept.
        using var going = Session.Server.Subsystems.Subscribe(change => StopIfGone(change, subsystem));
        if (!Session.Server.Subsystems.Current.Any(export => ReferenceEquals(export.Value, subsystem))) Stop();
        return await subsystem.RunAsync(running, _stopped.Token);
    }

    private void StopIfGone(LiveExportsChange<ISshSubsystem> change, ISshSubsystem subsystem)
    {
        if (change.Removed.Any(export => ReferenceEquals(export.Value, subsystem))) Stop();
    }

    private static async Task<int> ApologizeAsync(ShellSession running)
    {
        await running.Error.WriteAsync(Encoding.UTF8.GetBytes("This server has no shell: whoever runs it must add a plugin that provides one." + (running.Terminal is null ? "\n" : "\r\n")));
        return Unavailable;
    }

    private ChannelRequestMessage ExitStatus(uint status) => new(RemoteId, "exit-status", WantsReply: false, new SshWriter().UInt32(status).ToArray());

    // Whatever listens belongs to another plugin, and its faults are not the client's.
    private void Guard(Action notify)
    {
        try
        {
            notify();
        }
        catch (Exception exception) when (exception is not SshConnectionException)
        {
            Session.Server.Logger.ServiceFailed(exception, Session.Id, "an event", login.Principal.UserName);
        }
    }
}
