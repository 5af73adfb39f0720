using PluginFramework.Shell;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Channels;

/// <summary>The client's terminal (RFC 4254 §6.2).</summary>
internal sealed class SshTerminal : ITerminal
{
    private const int MaxType = 64;

    private readonly Lock _gate = new(); // guards _size

    private SshTerminal(string type, TerminalSize size)
    {
        Type = type;
        Size = size;
    }

    public event Action? Resized;

    public string Type { get; }

    public TerminalSize Size
    {
        get
        {
            lock (_gate) return field;
        }

        private set
        {
            lock (_gate) field = value;
        }
    }

    /// <summary>Reads what <c>pty-req</c> says. Modes have no meaning where there is no device: they are read over.</summary>
    public static SshTerminal Read(ReadOnlySpan<byte> data)
    {
        var reader = new SshReader(data);
        var type = reader.ReadName(MaxType);
        var size = ReadSize(ref reader);
        reader.ReadString();
        reader.End();
        return new(type, size);
    }

    /// <summary>Takes what <c>window-change</c> says.</summary>
    public void Resize(ReadOnlySpan<byte> data)
    {
        var reader = new SshReader(data);
        Size = ReadSize(ref reader);
        reader.End();
        Resized?.Invoke();
    }

    private static TerminalSize ReadSize(ref SshReader reader)
    {
        const uint Most = 10_000;
        var (columns, rows) = (reader.ReadUInt32(), reader.ReadUInt32());
        reader.ReadUInt32(); // width and height in pixels
        reader.ReadUInt32();
        return new(columns == 0 ? 80 : (int)Math.Min(columns, Most), rows == 0 ? 24 : (int)Math.Min(rows, Most));
    }
}
