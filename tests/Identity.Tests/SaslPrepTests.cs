using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PluginFramework.Identity.Text;

namespace PluginFramework.Identity.Tests;

public sealed class SaslPrepTests
{
    [Theory, Trait("RFC", "4013 §3")]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("\u0007", null)]
    [InlineData("\u06271", null)]
    public void ExamplesOfTheRfc_AreAsItSays(string text, string? prepared) => Prepare(text).ShouldBe(prepared);

    [Theory]
    [InlineData("", "")]
    [InlineData("a\u00A0b\u3000c", "a b c")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("a\u0323\u0307", "\u1EA1\u0307")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")]
    [InlineData("\u0958", "\u0915\u093C")] // a composition exclusion
    [InlineData("\u0627\u0628", "\u0627\u0628")]
    [InlineData("\u06271\u0628", "\u06271\u0628")]
    [InlineData("\u0627a\u0628", null)]
    [InlineData("a\u0627", null)]
    [InlineData("a\u007F", null)]
    [InlineData("a\uE000", null)]
    [InlineData("a\uD800", null)]
    [InlineData("a\uFFFD", null)]
    [InlineData("a\u200E", null)]
    [InlineData("a\U000E0041", null)]
    public void Text_IsMappedNormalisedOrRefused(string text, string? prepared) => Prepare(text).ShouldBe(prepared);

    [Fact]
    public void Unassigned_IsPermittedInQueriesOnly()
    {
        SaslPrep.TryPrepare("\U0001F600", allowUnassigned: true, out var prepared).ShouldBeTrue();
        prepared.ShouldBe("\U0001F600");
        SaslPrep.TryPrepare("\U0001F600", allowUnassigned: false, out _).ShouldBeFalse();
    }

    [Fact]
    public void LongText_IsRefusedAndTheLongestTakesLittleTime()
    {
        SaslPrep.TryPrepare(new string('a', 1025), allowUnassigned: true, out _).ShouldBeFalse();
        SaslPrep.TryPrepare(string.Concat(Enumerable.Repeat("\u0301\u0323", 512)), allowUnassigned: true, out var prepared).ShouldBeTrue();
        prepared.ShouldBe(new string('\u0323', 512) + new string('\u0301', 512));
    }

    [Fact]
    public async Task RandomText_IsPreparedAsPythonPreparesIt()
    {
        const string Script = """
            import sys, stringprep as s
            from unicodedata import ucd_3_2_0 as u
            bad = (s.in_table_c12, s.in_table_c21_c22, s.in_table_c3, s.in_table_c4, s.in_table_c5, s.in_table_c6, s.in_table_c7, s.in_table_c8, s.in_table_c9)
            def prep(t):
                if any(s.in_table_a1(c) for c in t): return None
                t = ''.join(' ' if s.in_table_c12(c) else c for c in t)
                t = u.normalize('NFKC', ''.join(c for c in t if not s.in_table_b1(c)))
                if any(f(c) for f in bad for c in t): return None
                if any(map(s.in_table_d1, t)) and (any(map(s.in_table_d2, t)) or not s.in_table_d1(t[0]) or not s.in_table_d1(t[-1])): return None
                return t
            for line in sys.stdin:
                r = prep(''.join(chr(int(x, 16)) for x in line.split()))
                print('-' if r is None else ' '.join('%X' % ord(c) for c in r))
            """;
        var token = TestContext.Current.CancellationToken;
        using var python = TryStart("python3", Script);
        Assert.SkipWhen(python is null, "python3 is not installed.");

        var random = new Random(4013);
        var inputs = Enumerable.Range(0, 20_000).Select(_ => RandomText(random)).ToArray();
        var outputs = python.StandardOutput.ReadToEndAsync(token);
        await python.StandardInput.WriteAsync(string.Concat(inputs.Select(input => Hex(input) + "\n")).AsMemory(), token);
        python.StandardInput.Close();
        var expected = (await outputs).TrimEnd('\n').Split('\n');
        expected.Length.ShouldBe(inputs.Length);
        expected.Count(line => line != "-").ShouldBeGreaterThan(1000);
        for (var i = 0; i < inputs.Length; i++)
        {
            (Prepare(inputs[i]) is { } prepared ? Hex(prepared) : "-").ShouldBe(expected[i], Hex(inputs[i]));
        }
    }

    private static string? Prepare(string text) => SaslPrep.TryPrepare(text, allowUnassigned: false, out var prepared) ? prepared : null;

    private static string Hex(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)));

    // Short, and from blocks where normalisation has work: Latin, combining marks, Hebrew and Arabic, Indic, Hangul, compatibility forms.
    private static string RandomText(Random random)
    {
        (int Low, int High)[] blocks = [(0x20, 0x24F), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0xDFF), (0x1100, 0x11FF), (0x1E00, 0x20FF),
            (0x2100, 0x33FF), (0xAC00, 0xD7A3), (0xF900, 0xFFFF), (0x1D100, 0x1D7FF), (0x2F800, 0x2FA1D)];
        var block = blocks[random.Next(blocks.Length)];
        var text = new StringBuilder();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var (low, high) = random.Next(3) == 0 ? (0x300, 0x345) : block;
            text.Append(new Rune(random.Next(low, high + 1)).ToString());
        }

        return text.ToString();
    }

    private static Process? TryStart(string program, string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
