using System.Diagnostics;
using System.Text;

namespace PluginFramework.Benchmarks.Ssh;

/// <summary>A command in a terminal at the other end.</summary>
internal sealed class SshTerminal(Process process) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _unread = new();

    public async Task TypeAsync(string keys)
    {
        await process.StandardInput.WriteAsync(keys);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Reads until a text has come; all up to its end counts as read.</summary>
    public async Task UntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        var buffer = new char[4096];
        while (true)
        {
            // Controls for cursor and colours may stand anywhere between.
            var plain = Plain(_unread.ToString());
            if (plain.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at)
            {
                _unread.Clear().Append(plain[(at + text.Length)..]);
                return;
            }

            var count = await process.StandardOutput.ReadAsync(buffer, limit.Token);
            if (count == 0) throw new InvalidOperationException($"The terminal closed before '{text}' came; there is: {_unread}");
            _unread.Append(buffer, 0, count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Without carriage returns and whole control sequences (ECMA-48, section 5.4).</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r') continue;
            if (text[i] != '\e' || i + 1 >= text.Length || text[i + 1] != '[')
            {
                plain.Append(text[i]);
                continue;
            }

            var end = i + 2;
            while (end < text.Length && text[end] is < '@' or > '~') end++;
            if (end >= text.Length) return plain.Append(text[i..]).ToString();
            i = end;
        }

        return plain.ToString();
    }
}
