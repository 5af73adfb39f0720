using System.Text;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Tests;

public sealed class KeyDecoderTests
{
    public static TheoryData<string, string> Keys => new()
    {
        { "a", "a" },
        { "é日😀", "é 日 😀" },
        { "\r", "Enter" },
        { "\n", "Enter" },
        { "\t", "Tab" },
        { "\u007F", "Backspace" },
        { "\b", "Backspace" },
        { "\u0001\u0003\u001A", "C-a C-c C-z" },
        { "\0\u001F", "C-@ C-_" },
        { "\e[A\e[B\e[C\e[D", "Up Down Right Left" },
        { "\eOA\eOH\eOF", "Up Home End" },
        { "\e[H\e[F\e[1~\e[4~\e[7~\e[8~", "Home End Home End Home End" },
        { "\e[3~\e[2~\e[5~\e[6~", "Delete Insert PageUp PageDown" },
        { "\e[1;5C\e[1;3D\e[1;2A\e[3;5~", "C-Right M-Left S-Up C-Delete" },
        { "\e[Z", "S-Tab" },
        { "\eb\e\u007F\e\r", "M-b M-Backspace M-Enter" },
        { "\eé", "M-é" },
        { "\e[13;3u\e[27;5;99~\e[97u", "M-Enter C-c a" },
        { "\e[15~\e[M\e[99x\e[I", "Unknown Enter Unknown Unknown" },
        { "\e[[A", "Unknown" },
        { "\e[1;1R", "Unknown" },
        { "\e[200~a\tb\r\nc\e[201~d", "Paste(a\tb\nc) d" },
        { "\e[200~\e[A\u0003\e[201~", "Paste(\e[A\u0003)" },
        { "\e\e[A", "Escape Up" },
        { "\u009B", "Unknown" },
        { "\e[1\u0003", "Unknown C-c" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Bytes_BecomeKeys_InWhateverPiecesTheyCome(string input, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        foreach (var size in (int[])[1, 2, 3, 5, 1000])
        {
            var keys = new List<Key>();
            var decoder = new KeyDecoder();
            foreach (var chunk in bytes.Chunk(size)) decoder.Feed(chunk, keys.Add);
            decoder.IsWaiting.ShouldBeFalse($"in pieces of {size}");
            Describe(keys).ShouldBe(expected, $"in pieces of {size}");
        }
    }

    [Theory]
    [InlineData("\e", "Escape")]
    [InlineData("\e[", "M-[")]
    [InlineData("\eO", "M-O")]
    [InlineData("\e[1;5", "Unknown")]
    public void Sequence_ThatIsNotGoneOnWith_IsWhatItIs(string input, string expected)
    {
        var keys = new List<Key>();
        var decoder = new KeyDecoder();
        decoder.Feed(Encoding.UTF8.GetBytes(input), keys.Add);
        keys.ShouldBeEmpty();
        decoder.IsWaiting.ShouldBeTrue();
        decoder.Flush(keys.Add);
        Describe(keys).ShouldBe(expected);
        decoder.IsWaiting.ShouldBeFalse();
    }

    [Fact]
    public void BrokenUtf8_IsReplaced_AndNothingAfterItIsLost()
    {
        var keys = new List<Key>();
        var decoder = new KeyDecoder();
        decoder.Feed([0xFF, (byte)'a', 0xC3, (byte)'b'], keys.Add);
        Describe(keys).ShouldBe("\uFFFD a \uFFFD b");
    }

    [Fact]
    public void Latin1_IsReadAsSuch()
    {
        var keys = new List<Key>();
        new KeyDecoder(isUtf8: false).Feed([0xE9, 0x9B, (byte)'a'], keys.Add);
        Describe(keys).ShouldBe("é Unknown a");
    }

    [Fact]
    public void AnyBytes_AreTaken_AndHeldBackOnlyInPart()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at++)
            {
                if (random.Next(3) == 0) bytes[at] = (byte)"\e[O;~1"[random.Next(6)];
            }

            var decoder = new KeyDecoder();
            decoder.Feed(bytes, _ => { });
            decoder.Flush(_ => { });
            decoder.IsWaiting.ShouldBeFalse(Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void Paste_ThatIsTooBig_IsCut()
    {
        var keys = new List<Key>();
        var decoder = new KeyDecoder();
        decoder.Feed("\e[200~"u8, keys.Add);
        for (var i = 0; i < 1000; i++) decoder.Feed(new byte[1000].AsSpan(), keys.Add);
        decoder.Feed("\e[201~x"u8, keys.Add);
        keys.Select(key => key.Code).ShouldBe([KeyCode.Paste, KeyCode.Character]);
        keys[0].Text.Length.ShouldBe(256 * 1024);
    }

    internal static string Describe(IEnumerable<Key> keys) => string.Join(' ', keys.Select(Describe));

    private static string Describe(Key key)
    {
        var prefix = (key.Modifiers.HasFlag(KeyModifiers.Control) ? "C-" : "") + (key.Modifiers.HasFlag(KeyModifiers.Alt) ? "M-" : "") + (key.Modifiers.HasFlag(KeyModifiers.Shift) ? "S-" : "");
        return prefix + key.Code switch { KeyCode.Character => key.Text, KeyCode.Paste => $"Paste({key.Text})", var code => code.ToString() };
    }
}
