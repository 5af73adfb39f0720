using System.Text;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Reads what a peer writes, line by line, and keeps it for the message of a test that fails.</summary>
internal sealed class LineLog(StreamReader reader)
{
    private readonly StringBuilder _seen = new();

    /// <summary>Reads on to the first line that contains a text.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="EndOfStreamException">The peer hung up before.</exception>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var limit = Limit();
        try
        {
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                _seen.AppendLine(line);
                if (line.Contains(text, StringComparison.Ordinal)) return line;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No line with '{text}' came. What came:{Environment.NewLine}{_seen}");
        }

        throw new EndOfStreamException($"The end came before a line with '{text}'. What came:{Environment.NewLine}{_seen}");
    }

    /// <summary>Reads to the end: the peer must hang up in time.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = Limit();
        return await reader.ReadToEndAsync(limit.Token);
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        return limit;
    }
}
