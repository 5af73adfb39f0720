using System.Net.Sockets;
using System.Text;

namespace PluginFramework.Core.Network;

/// <summary>The file of a Unix socket.</summary>
internal static class UnixSocketFile
{
    // sun_path less its final zero, on the system with the least room that is in use.
    private static int MaxPathOctets => OperatingSystem.IsMacOS() ? 103 : 107;

    /// <summary>Makes its directory, and removes a socket that a dead process left behind.</summary>
    /// <exception cref="EndpointException">The path is too long, taken by another kind of file, or by a socket somebody listens on.</exception>
    public static async Task PrepareAsync(string path, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathOctets)
        {
            throw new EndpointException(
                $"The path {path} is longer than the {MaxPathOctets} octets that a socket's may be. Configure a shorter one, or a shorter run directory.");
        }

        var directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!Path.Exists(path)) return;
        if (await IsLiveAsync(path, cancellationToken).ConfigureAwait(false))
            throw new EndpointException($"Another process listens on {path}. Stop it, or configure another path.");
        File.Delete(path);
    }

    /// <summary>Lets the daemon's user and group connect, and nobody else.</summary>
    public static void Restrict(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
    }

    // A socket can be connected to, and cannot be opened.
    private static bool IsSocket(string path)
    {
        if (Directory.Exists(path)) return false;
        try
        {
            using var handle = File.OpenHandle(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<bool> IsLiveAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsSocket(path)) throw new EndpointException($"{path} exists and is not a socket. Move it away, or configure another path.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException exception)
        {
            // Only "refused" says that nobody listens; "try again", for one, comes from a busy listener.
            if (exception.SocketErrorCode == SocketError.ConnectionRefused) return false;
            throw new EndpointException($"Whether somebody listens on {path} cannot be told ({exception.Message}). Configure another path.", exception);
        }
    }
}
