namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Asks the user something (RFC 4256 §3.2). This server asks one question at a time and shows no answer.</summary>
/// <param name="Instruction">What to show before it.</param>
/// <param name="Prompt">The question.</param>
internal sealed record InformationRequestMessage(string Instruction, string Prompt) : ISshMessage
{
    public static InformationRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationContinue);
        reader.ReadText();
        var instruction = reader.ReadText();
        reader.ReadText();
        if (reader.ReadUInt32() != 1) throw SshConnectionException.Malformed("one question was expected");
        var prompt = reader.ReadText();
        reader.ReadBoolean();
        reader.End();
        return new(instruction, prompt);
    }

    public void Write(SshWriter writer) =>
        writer.Number(SshMessageNumber.AuthenticationContinue).Text("").Text(Instruction).Text("").UInt32(1).Text(Prompt).Boolean(false);
}
