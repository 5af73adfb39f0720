using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PluginFramework.Core.Startup.Service;

/// <summary>Tells the service manager how the daemon stands, as <c>sd_notify</c> does. Where none wants to know, nothing happens.</summary>
internal sealed class ServiceNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer? _watchdog;

    /// <param name="environment">Where <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c> and <c>WATCHDOG_PID</c> are looked for.</param>
    /// <param name="timeProvider">The clock.</param>
    public ServiceNotifier(IReadOnlyDictionary<string, string> environment, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        // Connected now: later this process may be another user with another root.
        if (environment.GetValueOrDefault("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@')) return;
        _socket = Connect(path[0] == '@' ? $"\0{path[1..]}" : path);
        if (_socket is null || Interval(environment) is not { } interval) return;
        // From the thread pool: where that no longer gets to it, the manager is right to think the daemon hangs.
        _watchdog = timeProvider.CreateTimer(_ => SendSign(), null, interval, interval);
    }

    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The configuration is being read again; <see cref="Ready"/> follows.</summary>
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={_timeProvider.GetElapsedTime(0).Ticks / 10}"));

    public void Stopping() => Send("STOPPING=1\nSTATUS=Stopping");

    public void Dispose()
    {
        _watchdog?.Dispose();
        _socket?.Dispose();
    }

    /// <summary>Half the time within which the manager expects a sign of life; <see langword="null"/> where it expects none of this process.</summary>
    private static TimeSpan? Interval(IReadOnlyDictionary<string, string> environment)
    {
        var isMeant = environment.GetValueOrDefault("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isMeant && long.TryParse(environment.GetValueOrDefault("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds / 2) : null;
    }

    private static Socket? Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception error) when (error is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            // sd_notify too leaves a service alone whose manager does not listen.
            socket.Dispose();
            return null;
        }
    }

    /// <summary>A sign of life that finds no room is no loss: the ones before it wait there still.</summary>
    private void SendSign()
    {
        try
        {
            if (_socket?.Poll(0, SelectMode.SelectWrite) == true) Send("WATCHDOG=1");
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The daemon ends.
        }
    }

    private void Send(string message)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The manager has gone, or takes no more just now; the daemon goes on all the same.
        }
    }

    private static string OneLine(string text) => text.Replace('\n', ' ');
}
