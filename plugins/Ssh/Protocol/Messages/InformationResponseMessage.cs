using System.Collections.Immutable;

namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>What the user answered (RFC 4256 §3.4).</summary>
internal sealed record InformationResponseMessage(ImmutableArray<string> Answers) : ISshMessage
{
    private const int MaxAnswers = 16;
    private const int MaxAnswer = 1024;

    public static InformationResponseMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.InformationResponse);
        var count = reader.ReadUInt32();
        if (count > MaxAnswers) throw SshConnectionException.Malformed($"{count} answers are more than {MaxAnswers}");
        var answers = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count; i++) answers.Add(reader.ReadText(MaxAnswer));
        reader.End();
        return new(answers.ToImmutable());
    }

    public void Write(SshWriter writer)
    {
        writer.Number(SshMessageNumber.InformationResponse).UInt32((uint)Answers.Length);
        foreach (var answer in Answers) writer.Text(answer);
    }

    /// <summary>Leaves the answers out, so that no log shows them.</summary>
    public override string ToString() => nameof(InformationResponseMessage);
}
