using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Http.Logging;

/// <summary>Appends lines to a file, off the requests' way. A file that was moved away (log rotation) is begun anew.</summary>
internal sealed class AccessLogFile : IAsyncDisposable
{
    // What waits to be written when the disk is slow; beyond that lines are lost rather than requests held up.
    private const int MaxWaiting = 10_000;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _path;
    private readonly ILogger _log;
    private readonly Task _writing;

    public AccessLogFile(string path, ILogger log)
    {
        (_path, _log) = (path, log);
        _writing = Task.Run(WriteAsync);
    }

    public void Append(string line) => _lines.Writer.TryWrite(line);

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        var failed = false;
        while (await _lines.Reader.WaitToReadAsync())
        {
            // Opened for each batch: that is what makes rotation simple, and a busy server's batches are big.
            var batch = new StringBuilder();
            while (batch.Length < 1 << 20 && _lines.Reader.TryRead(out var line)) batch.Append(line);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                await File.AppendAllTextAsync(_path, batch.ToString());
                failed = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Said once, until it works again.
                if (!failed) _log.AccessLogFailed(exception, _path);
                failed = true;
            }
        }
    }
}
