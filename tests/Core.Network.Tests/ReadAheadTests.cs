using System.IO.Pipelines;
using System.Text;

namespace PluginFramework.Core.Network.Tests;

public sealed class ReadAheadTests
{
    private const string Hello = "\x16\x03\x01\x01\x00\x01rest";

    [Theory]
    [InlineData("", "")]
    [InlineData("EVIL\r\n", "")]
    [InlineData(Hello, Hello)]
    [InlineData("\x16\x03", "\x16\x03")]
    [InlineData("EVIL\r\n" + Hello, Hello)]
    [InlineData("EVIL\x16\x16\x03\x01\x00\x00\x02" + Hello, Hello)]
    [InlineData("EVIL\x16VIL EVIL", "")]
    public async Task Discard_KeepsWhatCanOnlyBeTls(string received, string kept)
    {
        var pipe = new Pipe();
        pipe.Writer.Write(Encoding.Latin1.GetBytes(received), chunk: 3);
        await pipe.Writer.FlushAsync(TestContext.Current.CancellationToken);

        ReadAhead.Discard(pipe.Reader);

        await pipe.Writer.CompleteAsync();
        pipe.Reader.TryRead(out var rest).ShouldBeTrue();
        Encoding.Latin1.GetString(rest.Buffer).ShouldBe(kept);
    }
}

file static class Chunks
{
    public static void Write(this PipeWriter writer, byte[] bytes, int chunk)
    {
        foreach (var part in bytes.Chunk(chunk))
        {
            part.CopyTo(writer.GetSpan(part.Length));
            writer.Advance(part.Length);
        }
    }
}
