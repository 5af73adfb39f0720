using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;

namespace PluginFramework.Core.Control;

/// <summary>Serves the control socket to this user and root.</summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    /// <summary>Does what a request asks, for the actor named.</summary>
    public delegate Task<ControlResponse> Execute(ControlRequest request, string actor, IProgress<View.Progress> progress, CancellationToken cancellationToken);

    private const int MaxConnections = 32;

    /// <summary>How long a client may take to send a request.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to take an answer, which is sent even where the daemon ends: it may be the answer to just that.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly Execute _execute;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _slots = new(MaxConnections);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <summary>Listens from now on.</summary>
    /// <param name="path">The socket, in a directory for this user alone.</param>
    /// <param name="execute">Does what a request asks.</param>
    /// <param name="logger">The log.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="SocketException">The socket cannot be bound.</exception>
    public ControlServer(
        string path, Execute execute, ILogger logger, TimeProvider timeProvider)
    {
        (_execute, _logger, _timeProvider) = (execute, logger, timeProvider);
        try
        {
            _listener.Bind(new UnixDomainSocketEndPoint(path));

            // Before it listens, so that nobody can have connected under another mode.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        _accepting = AcceptAsync();
    }

    /// <summary>Ends the listener and every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        for (var slot = 0; slot < MaxConnections; slot++) await _slots.WaitAsync().ConfigureAwait(false);
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var hasSlot = false;
            try
            {
                await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
                hasSlot = true;
                _ = ServeAsync(await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                if (hasSlot) _slots.Release();
                if (_stopping.IsCancellationRequested) return;
                LogAcceptFailed(_logger, error);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _timeProvider, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            if (PeerCredentials.AreTrusted(socket)) await ServeAsync(stream, PeerCredentials.ActorOf(socket)).ConfigureAwait(false);
            else LogStranger(_logger, PeerCredentials.UserIdOf(socket));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogEnded(_logger, error.Message);
        }
        catch (Exception error)
        {
            LogFailed(_logger, error);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task ServeAsync(NetworkStream stream, string actor)
    {
        var lines = new LineReader(stream, ControlProtocol.MaxRequestOctets);
        while (true)
        {
            var (response, last) = await AnswerAsync(lines, stream, actor).ConfigureAwait(false);
            if (response is null) return;
            await WriteAsync(stream, response).ConfigureAwait(false);
            if (last) return;
        }
    }

    private async Task WriteAsync(NetworkStream stream, ControlResponse response)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(response, ControlJson.Default.ControlResponse), (byte)'\n'];
        using var timeout = new CancellationTokenSource(AnswerTimeout, _timeProvider);
        await stream.WriteAsync(line, timeout.Token).ConfigureAwait(false);
    }

    private async Task<(ControlResponse? Response, bool Last)> AnswerAsync(LineReader lines, NetworkStream stream, string actor)
    {
        try
        {
            var line = await ReadAsync(lines).ConfigureAwait(false);
            if (line is null) return (null, true);
            var request = JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest);
            if (request is null) return (ControlResponse.Refused("malformed", ExitCode.Usage, "A request is an object."), true);
            if (request.Version != ControlProtocol.Version)
            {
                return (ControlResponse.Refused("version", ExitCode.Unavailable, WrongVersion(request.Version)), true);
            }

            var progress = new ProgressRelay();
            var answer = AnswerAsync(request, actor, progress);
            await foreach (var step in progress.ReadAsync().ConfigureAwait(false)) await WriteAsync(stream, ControlResponse.Under(step)).ConfigureAwait(false);
            return (await answer.ConfigureAwait(false), false);
        }
        catch (InvalidDataException error)
        {
            return (ControlResponse.Refused("malformed", ExitCode.Usage, error.Message), true);
        }
        catch (JsonException error)
        {
            return (ControlResponse.Refused("malformed", ExitCode.Usage, $"A request is a line of JSON; this is not: {error.Message}"), true);
        }
    }

    private async Task<ControlResponse> AnswerAsync(ControlRequest request, string actor, ProgressRelay progress)
    {
        try
        {
            return await _execute(request, actor, progress, _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            progress.End();
        }
    }

    private async Task<byte[]?> ReadAsync(LineReader lines)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        return await lines.ReadAsync(either.Token).ConfigureAwait(false);
    }

    private static string WrongVersion(int version) =>
        $"The daemon speaks version {ControlProtocol.Version} of the control protocol, the command version {version}; use the program the daemon was started with.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {UserId} tried the control socket and was turned away")]
    private static partial void LogStranger(ILogger logger, uint? userId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A control connection ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A control request failed")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A control connection could not be accepted")]
    private static partial void LogAcceptFailed(ILogger logger, Exception error);
}
