using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Core.Network;

/// <summary>Listening sockets that the service manager handed over, as systemd does with <c>LISTEN_FDS</c> (sd_listen_fds(3)).</summary>
internal sealed class SocketActivation(Func<string, string?> environment, int processId)
{
    /// <summary>The first descriptor handed over.</summary>
    public const int FirstDescriptor = 3;

    private readonly HashSet<int> _taken = [];

    /// <summary>Where the descriptor listens. It is not taken by this.</summary>
    /// <exception cref="EndpointException">It was not handed over, has been closed since, or is no listening socket.</exception>
    public EndPoint Inspect(int descriptor)
    {
        Check(descriptor);
        try
        {
            using var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            if (socket.SocketType != SocketType.Stream) throw new EndpointException($"fd:{descriptor} is not a stream socket; the socket unit must use ListenStream=.");
            return socket.LocalEndPoint ?? throw new EndpointException($"fd:{descriptor} is not bound to an address; check the socket unit.");
        }
        catch (SocketException exception)
        {
            throw new EndpointException($"fd:{descriptor} is not a listening socket ({exception.Message}); check the socket unit.", exception);
        }
    }

    /// <summary>Notes that the descriptor is in use from now on; it is closed with its endpoint and cannot be had again.</summary>
    public void Take(int descriptor) => _taken.Add(descriptor);

    // Nothing but what was handed over may be opened by number: any other descriptor belongs to the runtime.
    private void Check(int descriptor)
    {
        const string Advice = "Start the daemon from a socket unit of the service manager, or configure a tcp:// address.";
        if (_taken.Contains(descriptor))
            throw new EndpointException($"fd:{descriptor} was closed when its endpoint was removed. Restart the service to have it handed over again.");
        if (!TryNumber("LISTEN_FDS", out var count))
            throw new EndpointException($"fd:{descriptor} was not handed over: LISTEN_FDS is not set. {Advice}");
        if (TryNumber("LISTEN_PID", out var pid) && pid != processId)
            throw new EndpointException($"fd:{descriptor} was handed over to another process (LISTEN_PID is {pid}, this is {processId}). {Advice}");
        if (descriptor - FirstDescriptor >= count)
            throw new EndpointException($"fd:{descriptor} was not handed over: LISTEN_FDS is {count}, so 3 is the first and {FirstDescriptor + count - 1} the last. {Advice}");
    }

    private bool TryNumber(string variable, out int number) =>
        int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
