using System.Buffers;
using System.IO.Pipelines;

namespace PluginFramework.Core.Control;

/// <summary>Reads lines of bounded length.</summary>
internal sealed class LineReader(Stream stream, int maxOctets)
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>The next line without its line feed; <see langword="null"/> at the end.</summary>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var end = buffer.PositionOf((byte)'\n');
            if ((end is { } at ? buffer.Slice(0, at).Length + 1 : buffer.Length) > maxOctets)
            {
                throw new InvalidDataException($"A line is longer than {maxOctets} octets.");
            }

            if (end is { } position)
            {
                var line = buffer.Slice(0, position).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, position));
                return line;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }
}
