using System.Net.Sockets;
using System.Runtime.InteropServices;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Control;

/// <summary>Who is at the other end of a Unix socket, by the word of the kernel.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1; // SOL_SOCKET of Linux
    private const int PeerOption = 17; // SO_PEERCRED of Linux

    /// <summary>The peer's user id; <see langword="null"/> on systems other than Linux, where the socket's mode alone protects it.</summary>
    public static uint? UserIdOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> credentials = stackalloc byte[12]; // pid, uid, gid
        socket.GetRawSocketOption(SocketLevel, PeerOption, credentials);
        return MemoryMarshal.Read<uint>(credentials[4..]);
    }

    /// <summary>The peer is this user or root.</summary>
    public static bool AreTrusted(Socket socket) => UserIdOf(socket) is not { } user || user == 0 || user == Posix.UserId;

    /// <summary>Who the peer is for the audit: <c>cli:root</c>.</summary>
    public static string ActorOf(Socket socket) => UserIdOf(socket) is { } user && user != Posix.UserId ? user == 0 ? "cli:root" : $"cli:{user}" : Self;

    /// <summary>Who this process is for the audit.</summary>
    public static string Self => $"cli:{Environment.UserName}";
}
