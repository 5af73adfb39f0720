using System.Text;
using PluginFramework.TestUtilities;

namespace PluginFramework.Irc.Tests;

/// <summary>A client of the server under test, line by line.</summary>
public sealed class IrcClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public IrcClient(IrcServer server) => Ended = server.OnConnectedAsync(Connection.Server);

    public TestConnection Connection { get; } = new();

    /// <summary>The server's handler.</summary>
    public Task Ended { get; }

    public Task SendAsync(params string[] lines) => Connection.SendAsync(string.Concat(lines.Select(line => line + "\r\n")), TestContext.Current.CancellationToken);

    public async Task SendAsync(byte[] octets) => await Connection.Client.Output.WriteAsync(octets, TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync() => await TryReadAsync() ?? throw new InvalidOperationException("The server has closed the connection.");

    /// <summary>The next line; <see langword="null"/> at the end.</summary>
    public async Task<string?> TryReadAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var line = await Connection.ReadLineAsync(patience.Token);
        if (line is not null) Encoding.UTF8.GetByteCount(line[(line.StartsWith('@') ? line.IndexOf(' ', StringComparison.Ordinal) + 1 : 0)..]).ShouldBeLessThanOrEqualTo(510, line);
        return line;
    }

    public async Task ExpectAsync(params string[] lines)
    {
        foreach (var line in lines) (await ReadAsync()).ShouldBe(line);
    }

    /// <summary>Reads up to a line that contains the text.</summary>
    public async Task<List<string>> ReadUntilAsync(string text)
    {
        var lines = new List<string>();
        do lines.Add(await ReadAsync());
        while (!lines[^1].Contains(text, StringComparison.Ordinal));
        return lines;
    }

    /// <summary>All that the server has to say to what was sent so far.</summary>
    public async Task<List<string>> SettleAsync()
    {
        var token = Guid.NewGuid().ToString("N");
        await SendAsync($"PING {token}");
        var lines = await ReadUntilAsync(token);
        lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    /// <summary>Expects an ERROR line with the text and then the end.</summary>
    public async Task<string> ExpectClosedAsync(string text)
    {
        var error = (await ReadUntilAsync("ERROR "))[^1];
        error.ShouldStartWith("ERROR :Closing link: ");
        error.ShouldContain(text);
        (await TryReadAsync()).ShouldBeNull();
        await Ended.WaitAsync(Patience);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.Client.Output.CompleteAsync();
        await Connection.Client.Input.CompleteAsync();
        await Ended.WaitAsync(Patience);
        await Connection.DisposeAsync();
    }
}
