using System.Buffers;
using System.Text;

namespace PluginFramework.Shell.Terminal;

/// <summary>
/// Turns what a terminal sends into keys: UTF-8 or Latin-1, control characters, the sequences of ECMA-48 (CSI, SS3), Alt as a leading escape,
/// and bracketed paste. Whatever comes in pieces is put together; nothing makes it throw.
/// </summary>
internal sealed class KeyDecoder(bool isUtf8 = true)
{
    private const byte Escape = 0x1B;

    /// <summary>No terminal's sequence is longer.</summary>
    private const int MaxSequence = 64;

    /// <summary>What is pasted beyond this is dropped; an entry has 64 KiB at most.</summary>
    private const int MaxPaste = 256 * 1024;

    private readonly List<byte> _rest = [];
    private List<byte>? _paste;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    /// <summary>A sequence has begun that may be whole as it is: an escape alone is the key Esc.</summary>
    public bool IsWaiting => _rest.Count > 0 && _paste is null;

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<Key> onKey)
    {
        _rest.AddRange(bytes);
        Decode(onKey, isFinal: false);
    }

    /// <summary>Nothing followed in time: what is there is all.</summary>
    public void Flush(Action<Key> onKey) => Decode(onKey, isFinal: true);

    private void Decode(Action<Key> onKey, bool isFinal)
    {
        var bytes = _rest.ToArray().AsSpan();
        while (bytes.Length > 0)
        {
            var used = _paste is null ? Read(bytes, isFinal, out var key) : ReadPaste(bytes, isFinal, out key);
            if (used == 0) break;
            bytes = bytes[used..];
            if (key is { } whole) onKey(whole);
        }

        _rest.Clear();
        _rest.AddRange(bytes);
    }

    /// <returns>How many bytes the key takes; 0: more are needed.</returns>
    private int Read(ReadOnlySpan<byte> bytes, bool isFinal, out Key? key)
    {
        key = null;
        return bytes[0] switch
        {
            Escape => ReadEscape(bytes, isFinal, out key),
            < 0x20 or 0x7F => ReadControl(bytes[0], out key),
            _ => ReadCharacter(bytes, isFinal, out key),
        };
    }

    private static int ReadControl(byte value, out Key? key)
    {
        key = value switch
        {
            (byte)'\r' or (byte)'\n' => new(KeyCode.Enter),
            (byte)'\t' => new(KeyCode.Tab),
            0x08 or 0x7F => new(KeyCode.Backspace),
            >= 1 and <= 26 => new(KeyCode.Character, KeyModifiers.Control, ((char)(value + 'a' - 1)).ToString()),
            _ => new(KeyCode.Character, KeyModifiers.Control, ((char)(value + '@')).ToString()),
        };
        return 1;
    }

    private int ReadCharacter(ReadOnlySpan<byte> bytes, bool isFinal, out Key? key)
    {
        key = null;
        Rune rune;
        var used = 1;
        if (!isUtf8) rune = new Rune((char)bytes[0]);
        else if (Rune.DecodeFromUtf8(bytes, out rune, out used) == OperationStatus.NeedMoreData && !isFinal) return 0;
        key = Rune.IsControl(rune) ? new(KeyCode.Unknown) : new(KeyCode.Character, Text: rune.ToString());
        return used;
    }

    private int ReadEscape(ReadOnlySpan<byte> bytes, bool isFinal, out Key? key)
    {
        key = null;
        if (bytes.Length == 1)
        {
            if (isFinal) key = new(KeyCode.Escape);
            return isFinal ? 1 : 0;
        }

        switch (bytes[1])
        {
            case Escape:
                key = new(KeyCode.Escape);
                return 1;
            case (byte)'[' when bytes.Length > 2 || !isFinal:
                return ReadSequence(bytes, isFinal, out key);
            case (byte)'O' when bytes.Length > 2:
                key = KeyNames.OfLetter(bytes[2], KeyModifiers.None);
                return 3;
            case (byte)'O' when !isFinal:
                return 0;
            default:
                var used = Read(bytes[1..], isFinal, out var plain);
                if (plain is { } pressed) key = pressed with { Modifiers = pressed.Modifiers | KeyModifiers.Alt };
                return used == 0 ? 0 : used + 1;
        }
    }

    /// <summary>CSI: parameters, intermediate bytes, a final byte (ECMA-48 §5.4).</summary>
    private int ReadSequence(ReadOnlySpan<byte> bytes, bool isFinal, out Key? key)
    {
        key = null;
        // The Linux console's function keys: ESC [ [ A
        if (bytes.Length > 2 && bytes[2] == '[')
        {
            if (bytes.Length == 3 && !isFinal) return 0;
            key = new(KeyCode.Unknown);
            return Math.Min(bytes.Length, 4);
        }

        var end = 2;
        while (end < bytes.Length && bytes[end] is >= 0x20 and < 0x40) end++;
        if (end == bytes.Length && end < MaxSequence && !isFinal) return 0;
        key = new(KeyCode.Unknown);
        // Cut off, too long, or with something in it that no sequence has: that begins anew there.
        if (end == bytes.Length || bytes[end] is < 0x40 or > 0x7E) return end;
        if (bytes[2..(end + 1)].SequenceEqual("200~"u8))
        {
            (key, _paste) = (null, []);
            return end + 1;
        }

        key = KeyNames.OfSequence(Encoding.ASCII.GetString(bytes[2..end]), bytes[end]);
        return end + 1;
    }

    private int ReadPaste(ReadOnlySpan<byte> bytes, bool isFinal, out Key? key)
    {
        key = null;
        var paste = _paste!;
        var end = bytes.IndexOf(PasteEnd);
        var taken = end >= 0 ? end : isFinal ? bytes.Length : Math.Max(0, bytes.Length - PasteEnd.Length + 1);
        paste.AddRange(bytes[..Math.Min(taken, MaxPaste - paste.Count)]);
        if (end < 0 && !isFinal) return taken;
        var text = (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString([.. paste]);
        key = new(KeyCode.Paste, Text: text.ReplaceLineEndings("\n"));
        _paste = null;
        return end >= 0 ? end + PasteEnd.Length : taken;
    }
}
