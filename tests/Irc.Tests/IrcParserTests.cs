using System.Buffers;
using System.Text;
using CsCheck;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Tests;

public sealed class IrcParserTests
{
    public static TheoryData<string, string, string[]> Lines => new()
    {
        { "PING", "PING", [] },
        { "ping x", "PING", ["x"] },
        { "  PING   x   y  ", "PING", ["x", "y"] },
        { "PRIVMSG #a :hello  there ", "PRIVMSG", ["#a", "hello  there "] },
        { "PRIVMSG #a ::)", "PRIVMSG", ["#a", ":)"] },
        { "PRIVMSG #a :", "PRIVMSG", ["#a", ""] },
        { "PRIVMSG a:b c:d", "PRIVMSG", ["a:b", "c:d"] },
        { ":ann!a@b NICK bob", "NICK", ["bob"] },
        { "@a=b;+c NICK bob", "NICK", ["bob"] },
        { "@a=b :ann   NICK   :bob the 3rd", "NICK", ["bob the 3rd"] },
        { "PRIVMSG #ä :grüß 😀", "PRIVMSG", ["#ä", "grüß 😀"] },
        { "A 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17 18", "A", [.. Enumerable.Range(1, 16).Select(i => $"{i}"), "17 18"] },
        { "MODE\t#a", "MODE\t#A", [] },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Parse_OfALine_GivesVerbAndParameters(string line, string verb, string[] parameters)
    {
        IrcParser.Parse(Encoding.UTF8.GetBytes(line), out var message).ShouldBe(IrcParseResult.Message);
        message!.Verb.ShouldBe(verb);
        message.Parameters.ShouldBe(parameters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("@tag")]
    [InlineData("@tag ")]
    [InlineData(":source")]
    [InlineData("@tag :source  ")]
    public void Parse_OfALineWithoutVerb_IsEmpty(string line) =>
        IrcParser.Parse(Encoding.UTF8.GetBytes(line), out _).ShouldBe(IrcParseResult.Empty);

    [Fact]
    public void Parse_OfOtherEncodings_SaysSo()
    {
        IrcParser.Parse([.. "PRIVMSG a :gr"u8, 0xFC, .. "n"u8], out var message).ShouldBe(IrcParseResult.NotUtf8);
        message.ShouldBeNull();
        IrcParser.Parse("PRIVMSG a :\0"u8, out _).ShouldBe(IrcParseResult.HasNul);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(8), InlineData(16), InlineData(32), InlineData(64), InlineData(128), InlineData(256), InlineData(512)]
    public void Reader_InChunks_GivesTheSameLines(int chunk)
    {
        var tags = "@" + new string('t', 8189) + " ";
        var lines = new (string Text, bool IsTooLong)[]
        {
            ("PING x", false),
            ("", false),
            (new string('a', 510), false),
            (new string('b', 511), true),
            ("after", false),
            (tags + new string('c', 510), false),
            (tags + new string('d', 511), true),
            ("@" + new string('e', 8190) + " PING", true),
            ("@" + new string('f', 20000), true),
            (new string('g', 20000), true),
            ("PRIVMSG #ä :grüß 😀", false),
        };
        var expected = lines.Where(line => line.Text.Length > 0).Select(line => line.IsTooLong ? "TOO LONG" : line.Text).ToList();
        foreach (var end in new[] { "\r\n", "\n", "\r" })
        {
            Read(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Text + end))), chunk).Where(line => line.Length > 0).ShouldBe(expected, $"end {end.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Parse_OfALineInSegments_IsTheSame(string line, string verb, string[] parameters)
    {
        var octets = Encoding.UTF8.GetBytes(line);
        foreach (var chunk in new[] { 1, 2, 4, 8, 16, 32, 64 })
        {
            IrcParser.Parse(Segments(octets, chunk), out var message).ShouldBe(IrcParseResult.Message);
            message!.Verb.ShouldBe(verb);
            message.Parameters.ShouldBe(parameters);
        }
    }

    [Fact]
    public void Reader_OfAnything_NeverThrowsAndKeepsToItsLimits() =>
        Gen.Select(Gen.OneOf(Gen.Byte, OneOf("\r\n :@\0"u8)).Array[0, 1200], Gen.Int[1, 300]).Sample((octets, chunk) =>
        {
            var reader = new IrcLineReader();
            var pending = ReadOnlySequence<byte>.Empty;
            for (var start = 0; start < octets.Length; start += chunk)
            {
                pending = Segments([.. pending.ToArray(), .. octets.AsSpan(start, Math.Min(chunk, octets.Length - start))], 97);
                while (reader.TryRead(ref pending, out var line) is var status && status != IrcLineStatus.NeedMore)
                {
                    if (status == IrcLineStatus.TooLong) continue;
                    if (line.Length > IrcLimits.Tags + IrcLimits.Body) return false;
                    if (IrcParser.Parse(line, out var message) == IrcParseResult.Message && message!.Parameters.Any(parameter => parameter.AsSpan().ContainsAny('\r', '\n', '\0'))) return false;
                }

                if (pending.Length > IrcLimits.Tags + IrcLimits.Body) return false;
            }

            return true;
        }, iter: 1000);

    [Fact]
    public void Reader_OfAnything_GivesTheSameInAnyChunks() =>
        Gen.Select(OneOf("\r\naaaa  @"u8).Array[0, 1500], Gen.Int[1, 600]).Sample((octets, chunk) =>
            Read(octets, chunk).SequenceEqual(Read(octets, octets.Length + 1)), iter: 500);

    private static Gen<byte> OneOf(ReadOnlySpan<byte> octets)
    {
        var choices = octets.ToArray();
        return Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
    }

    private static List<string> Read(byte[] octets, int chunk)
    {
        var lines = new List<string>();
        var reader = new IrcLineReader();
        byte[] pending = [];
        for (var start = 0; start < octets.Length; start += chunk)
        {
            pending = [.. pending, .. octets.AsSpan(start, Math.Min(chunk, octets.Length - start))];
            var buffer = Segments(pending, Math.Max(chunk, 61));
            while (reader.TryRead(ref buffer, out var line) is var status && status != IrcLineStatus.NeedMore)
                lines.Add(status == IrcLineStatus.TooLong ? "TOO LONG" : Encoding.UTF8.GetString(line));
            pending = buffer.ToArray();
        }

        return lines;
    }

    private static ReadOnlySequence<byte> Segments(byte[] octets, int size)
    {
        if (octets.Length == 0) return ReadOnlySequence<byte>.Empty;
        Segment? first = null, last = null;
        for (var start = 0; start < octets.Length; start += size)
        {
            last = new Segment(octets.AsMemory(start, Math.Min(size, octets.Length - start)), last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
