using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net.Sockets;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>Offers sessions of the shell at a Unix socket, for a terminal to connect to.</summary>
internal sealed class SocketSessions : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly ShellService _shell;
    private readonly FakeTerminal _terminal;
    private readonly Task _accepting;

    public SocketSessions(string path, ShellService shell, FakeTerminal terminal)
    {
        (_shell, _terminal) = (shell, terminal);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var task in _sessions.Append(_accepting)) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _sessions.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await _shell.RunAsync(new Session(stream, _terminal), _stop.Token);
    }

    private sealed class Session(NetworkStream stream, ITerminal terminal) : IShellSession
    {
        private readonly PipeWriter _output = PipeWriter.Create(stream);

        public event Action<string>? Signalled { add { } remove { } }

        public Principal Principal => FakeSession.Operator;

        public ClientInfo Client { get; } = new("ssh", "c1") { IsLocal = true };

        public string? Command => null;

        public ImmutableDictionary<string, string> Environment => ImmutableDictionary<string, string>.Empty;

        public ITerminal? Terminal => terminal;

        public PipeReader Input { get; } = PipeReader.Create(stream);

        public PipeWriter Output => _output;

        public PipeWriter Error => _output;
    }
}
