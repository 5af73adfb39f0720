using System.IO.Pipelines;
using System.Text;
using CsCheck;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Tests;

public sealed class IrcMessageWriterTests
{
    [Fact]
    public void Write_OfALine_IsExact() =>
        Written(writer => writer.Write(default, "irc.localhost", "001", ["ann"], "Welcome")).ShouldBe(":irc.localhost 001 ann :Welcome\r\n");

    [Fact]
    public void Write_WithTags_PutsThemFirst() =>
        Written(writer => writer.Write(new IrcTags(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero), "ann"), "ann!ann@irc", "JOIN", ["#a"]))
            .ShouldBe("@time=2026-01-02T03:04:05.006Z;account=ann :ann!ann@irc JOIN #a\r\n");

    [Fact]
    public void Write_OfALineTooLong_IsCutAtACharacter()
    {
        var line = Written(writer => writer.Write(default, null, "X", [], new string('ü', 400)));
        Encoding.UTF8.GetByteCount(line).ShouldBe(511, "3 octets before, 253 characters of 2, and CRLF");
        line.ShouldBe("X :" + new string('ü', 253) + "\r\n");
    }

    [Fact]
    public void Write_OfLineEndsInsideOfAText_MakesThemSpaces() =>
        Written(writer => writer.Write(default, "s", "TOPIC", ["#a", "b c", "", ":d"], "x\r\nQUIT\0y\n")).ShouldBe(":s TOPIC #a b_c * _d :x  QUIT y \r\n");

    [Fact]
    public void WriteText_OfALongText_IsFoldedWithoutLoss()
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? "😀" : "é"));
        var lines = Written(writer => writer.WriteText(default, "ann!ann@irc", "PRIVMSG", "#a", text)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(2);
        lines.ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 510);
        string.Concat(lines.Select(line => line[":ann!ann@irc PRIVMSG #a :".Length..])).ShouldBe(text);
    }

    [Fact]
    public void WriteText_OfSeveralLines_IsSeveralMessages() =>
        Written(writer => writer.WriteText(default, "b", "PRIVMSG", "ann", "one\n\ntwo\r\nthree")).ShouldBe(
            ":b PRIVMSG ann :one\r\n:b PRIVMSG ann : \r\n:b PRIVMSG ann :two\r\n:b PRIVMSG ann :three\r\n");

    [Fact]
    public void Write_OfAnything_IsOneLineWithinItsLimit() =>
        Gen.Select(Gen.String, Gen.String, Gen.String[0, 700]).Sample((verb, middle, trailing) =>
        {
            var octets = Encoding.UTF8.GetBytes(Written(writer => writer.Write(default, "s", verb, [middle], trailing)));
            return octets.Length <= 512 && octets.AsSpan().IndexOfAny((byte)'\r', (byte)'\n') == octets.Length - 2 && !octets.Contains((byte)0);
        });

    private static string Written(Action<IrcMessageWriter> write)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        write(new IrcMessageWriter(pipe));
        pipe.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
