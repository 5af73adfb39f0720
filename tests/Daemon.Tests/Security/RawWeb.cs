using System.Globalization;
using System.Net.Sockets;
using System.Text;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Requests as no browser sends them: octet by octet.</summary>
internal static class RawWeb
{
    /// <summary>Sends octets and reads what comes until the server closes.</summary>
    public static async Task<string> SendAsync(Uri origin, string request)
    {
        await using var stream = await ConnectAsync(origin);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return await ReadToEndAsync(stream);
    }

    /// <summary>Asks for a path, which is sent as it is.</summary>
    public static Task<string> GetAsync(Uri origin, string path, string host = "localhost", string more = "") =>
        SendAsync(origin, $"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");

    public static async Task<NetworkStream> ConnectAsync(Uri origin)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(origin.Host, origin.Port, TestContext.Current.CancellationToken);
        return new(socket, ownsSocket: true);
    }

    public static async Task<string> ReadToEndAsync(Stream stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, limit.Token) is > 0 and var length) text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            // The server has cut the connection off, which says the same.
        }

        return text.ToString();
    }

    /// <summary>The statuses of the responses in a text, in order.</summary>
    public static int[] StatusesOf(string responses) =>
        [.. responses.Split("HTTP/1.1 ").Skip(1).Select(response => int.Parse(response.AsSpan(0, 3), CultureInfo.InvariantCulture))];

    /// <summary>A field of the first response; <see langword="null"/> where it has none.</summary>
    public static string? FieldOf(string response, string name) => response.Split("\r\n\r\n")[0].Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
