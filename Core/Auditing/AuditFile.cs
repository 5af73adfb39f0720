using System.Text.Json;
using PluginFramework.Identity;

namespace PluginFramework.Core.Auditing;

/// <summary>The audit: one JSON object a line, appended and on disk before <see cref="Record"/> returns. Readable by the daemon's user only.</summary>
/// <remarks>Lock order: <c>_flush</c> is never taken inside <c>_write</c>.</remarks>
public sealed class AuditFile : IAuditLog, IDisposable
{
    private readonly Lock _write = new(); // guards the stream's end and _written
    private readonly Lock _flush = new(); // held while one thread flushes for all that have written
    private readonly FileStream _stream;
    private readonly TimeProvider _timeProvider;
    private long _written;
    private long _flushed;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public AuditFile(string path, TimeProvider timeProvider)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _timeProvider = timeProvider;
        _stream = new(path, options);
        if (_stream.Length == 0) return;

        // A line cut short by a crash must not swallow the next one.
        _stream.Seek(-1, SeekOrigin.End);
        if (_stream.ReadByte() != '\n') _stream.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Record(AuditEvent auditEvent)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        var entry = new AuditEntry(
            _timeProvider.GetUtcNow(), auditEvent.Action, auditEvent.Outcome, auditEvent.Actor, auditEvent.Subject, auditEvent.Surface,
            auditEvent.RemoteAddress, auditEvent.Detail);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry), (byte)'\n'];
        long mine;
        lock (_write)
        {
            _stream.Write(line);
            mine = ++_written;
        }

        lock (_flush)
        {
            // Whoever waited here while another flushed finds its own line on disk already.
            if (_flushed >= mine) return;
            var upTo = Interlocked.Read(ref _written);
            _stream.Flush(flushToDisk: true);
            _flushed = upTo;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
