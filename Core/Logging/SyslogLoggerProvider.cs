using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Startup.Service;

namespace PluginFramework.Core.Logging;

/// <summary>
/// Writes log entries to the system's log over its local socket, in the form of RFC 3164 that <c>syslog(3)</c> uses. Never holds up who logs:
/// what cannot be sent in time is counted, and the count sent with the next entry.
/// </summary>
internal sealed class SyslogLoggerProvider : ILoggerProvider
{
    private const int MaxWaiting = 1024;
    private const int MaxOctets = 2048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SyslogSettings _settings;
    private readonly TimeProvider _timeProvider;
    private readonly BlockingCollection<byte[]> _waiting = new(MaxWaiting);
    private readonly Thread _sender;
    private Socket? _socket;
    private long _lost;

    /// <exception cref="IOException">Nothing listens at the socket.</exception>
    public SyslogLoggerProvider(SyslogSettings settings, TimeProvider timeProvider)
    {
        (_settings, _timeProvider) = (settings, timeProvider);
        try
        {
            _socket = Connect();
        }
        catch (SocketException error)
        {
            throw new IOException($"The system's log does not listen at {settings.SocketPath}: {error.Message}. Start it, or say where it is with --syslog-socket.", error);
        }

        _sender = new Thread(SendAll) { IsBackground = true, Name = "syslog" };
        _sender.Start();
    }

    public ILogger CreateLogger(string categoryName) => new SyslogLogger(this, categoryName);

    public void Dispose()
    {
        _waiting.CompleteAdding();
        // A log that takes nothing must not hold up the end.
        if (!_sender.Join(Patience)) return;
        _socket?.Dispose();
        _waiting.Dispose();
    }

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        var text = LineFormatter.Format(LineFormat.Bare, _timeProvider, level, category, message, error);
        try
        {
            if (!_waiting.TryAdd(Encode(level, text))) Interlocked.Increment(ref _lost);
        }
        catch (Exception stopped) when (stopped is InvalidOperationException)
        {
            Interlocked.Increment(ref _lost); // the daemon has ended
        }
    }

    private byte[] Encode(LogLevel level, string text)
    {
        var severity = LineFormatter.Priority(level);
        var time = _timeProvider.GetLocalNow().ToString("MMM dd HH:mm:ss", CultureInfo.InvariantCulture);
        if (time[4] == '0') time = $"{time[..4]} {time[5..]}"; // RFC 3164 §4.1.2: a day of one digit follows a space
        var line = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"<{(_settings.Facility * 8) + severity}>{time} {_settings.Prefix}[{Environment.ProcessId}]: {text.ReplaceLineEndings(" ")}"));
        return line.Length <= MaxOctets ? line : line[..MaxOctets];
    }

    private void SendAll()
    {
        foreach (var line in _waiting.GetConsumingEnumerable())
        {
            if (Volatile.Read(ref _lost) is > 0 and var lost && Send(Encode(LogLevel.Warning, $"{lost} log entries could not be sent here in time.")))
                Interlocked.Add(ref _lost, -lost);
            if (!Send(line)) Interlocked.Increment(ref _lost);
        }
    }

    private bool Send(byte[] line)
    {
        try
        {
            _socket ??= Connect();
            _socket.Send(_socket.SocketType == SocketType.Stream ? [.. line, 0] : line);
            return true;
        }
        catch (SocketException)
        {
            // It was started anew, or takes no more just now: it is connected to again for the next entry.
            _socket?.Dispose();
            _socket = null;
            return false;
        }
    }

    private Socket Connect()
    {
        try
        {
            return Connect(SocketType.Dgram);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ProtocolType)
        {
            return Connect(SocketType.Stream);
        }
    }

    private Socket Connect(SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified) { SendTimeout = (int)Patience.TotalMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_settings.SocketPath));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class SyslogLogger(SyslogLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, category, formatter(state, exception), exception);
    }
}
