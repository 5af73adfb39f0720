using System.Globalization;
using System.Text;

namespace PluginFramework.Core.Logging;

/// <summary>
/// Appends lines to a file that is begun anew at a size, the earlier ones being kept as <c>.1</c>, <c>.2</c>, …, and that is opened anew when a
/// program for the purpose has moved it away. Safe for use from any thread.
/// </summary>
internal sealed class RotatingLogWriter : TextWriter
{
    private readonly Lock _lock = new(); // guards the fields
    private readonly string _path;
    private readonly long _maxOctets;
    private readonly int _count;
    private FileStream _stream;
    private long _lost;
    private bool _isClosed;

    /// <param name="path">The file.</param>
    /// <param name="maxOctets">The size at which it is begun anew; 0: never.</param>
    /// <param name="count">How many earlier ones are kept.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public RotatingLogWriter(string path, long maxOctets, int count)
    {
        (_path, _maxOctets, _count) = (Path.GetFullPath(path), maxOctets, count);
        _stream = Open();
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            try
            {
                var octets = Encoding.GetBytes(value ?? "");
                if (_maxOctets > 0 && _stream.Length > 0 && _stream.Length + octets.Length > _maxOctets) Rotate();
                if (_lost > 0) _stream.Write(Encoding.GetBytes(string.Create(CultureInfo.InvariantCulture, $"({_lost} lines could not be written here)\n")));
                _stream.Write(octets);
                _stream.Flush();
                _lost = 0;
            }
            catch (IOException)
            {
                // A full disk is no reason for what was being logged to fail.
                _lost++;
            }
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>Opens the file of that name again; where that fails, goes on with the one it has.</summary>
    /// <returns>What went wrong; <see langword="null"/>: nothing.</returns>
    public string? Reopen()
    {
        lock (_lock)
        {
            if (_isClosed) return null;
            try
            {
                var fresh = Open();
                _stream.Dispose();
                _stream = fresh;
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return error.Message;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isClosed = true;
            if (disposing) _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Rotate()
    {
        try
        {
            for (var number = _count; number > 0; number--)
            {
                var older = number == 1 ? _path : $"{_path}.{number - 1}";
                if (File.Exists(older)) File.Move(older, $"{_path}.{number}", overwrite: true);
            }

            if (_count == 0) File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It goes on in the file it has: a longer log is better than none.
            return;
        }

        Reopen();
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return new(_path, options);
    }
}
