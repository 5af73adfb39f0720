using System.Net.Sockets;
using System.Text.Json;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;

namespace PluginFramework.Core.Control;

/// <summary>A connection of a command to the daemon.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly LineReader _lines;

    private ControlClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _lines = new LineReader(_stream, ControlProtocol.MaxResponseOctets);
    }

    /// <summary>Connects; <see langword="null"/> when nothing listens there.</summary>
    /// <exception cref="CommandException">The socket is another user's.</exception>
    public static async Task<ControlClient?> TryConnectAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            if (PeerCredentials.AreTrusted(socket)) return new(socket);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new CommandException(ExitCode.Denied, $"The daemon at {path} is another user's; run this command as that user or as root.", error);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        socket.Dispose();
        throw new CommandException(ExitCode.Denied, $"What listens at {path} is neither yours nor root's, so nothing is sent to it.");
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="CommandException">The daemon went away or answered what is no answer.</exception>
    public async Task<ControlResponse> SendAsync(ControlRequest request, IProgress<View.Progress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), (byte)'\n'];
            await _stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var answer = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (answer is null) throw new CommandException(ExitCode.Unavailable, "The daemon ended before it answered; its log, or pluginhost.stderr in the run directory, says why.");
                var response = JsonSerializer.Deserialize(answer, ControlJson.Default.ControlResponse) ?? throw new JsonException("null");
                if (response.Progress is not { } step) return response;
                progress?.Report(new(step.Label, step.Fraction));
            }
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidDataException)
        {
            throw new CommandException(ExitCode.Unavailable, $"The daemon's answer could not be read: {error.Message}", error);
        }
    }

    /// <summary>Returns when the daemon has closed the connection.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not null) { }
        }
        catch (IOException)
        {
            // Reset by a daemon that ended: the end as well.
        }
    }

    public void Dispose() => _stream.Dispose();
}
