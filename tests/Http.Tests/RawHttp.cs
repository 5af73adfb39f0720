using System.Net.Sockets;
using System.Text;

namespace PluginFramework.Http.Tests;

/// <summary>Requests as no well-behaved client would send them.</summary>
internal static class RawHttp
{
    /// <summary>Sends octets and reads what comes until the server closes, or for as many responses as are asked for.</summary>
    public static async Task<string> SendAsync(HttpFixture http, string request)
    {
        await using var stream = await http.ConnectAsync();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), HttpFixture.Token);
        return await ReadToEndAsync(stream);
    }

    public static async Task<string> ReadToEndAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, HttpFixture.Token) is > 0 and var length) text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            // The server has cut the connection off, which says the same.
        }

        return text.ToString();
    }

    /// <summary>The statuses of the responses in a text, in order.</summary>
    public static int[] Statuses(string responses) =>
        [.. responses.Split("HTTP/1.1 ").Skip(1).Select(response => int.Parse(response.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture))];
}
