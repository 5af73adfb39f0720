namespace PluginFramework.Ssh.Transport;

/// <summary>Packets before the first keys.</summary>
internal sealed class NoCipher : PacketCipher
{
    public override int BlockOctets => 8;

    public override int TagOctets => 0;

    public override bool CountsLengthField => true;

    public override void Seal(uint sequence, Span<byte> packet) { }

    public override bool TryOpen(uint sequence, Span<byte> packet) => true;

    public override void Dispose() { }
}
