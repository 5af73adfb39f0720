namespace PluginFramework.Ssh.Protocol;

/// <summary>A message. Each type has <c>Write</c>, and a static <c>Read</c> that takes the payload with its number.</summary>
internal interface ISshMessage
{
    /// <summary>Writes the payload of a packet, from the message's number on.</summary>
    void Write(SshWriter writer);
}
