using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Authentication;

/// <summary>Tells a client all host keys, so that it knows them before one is replaced, and proves them (OpenSSH's PROTOCOL §2.5).</summary>
internal static class HostKeyAnnouncement
{
    private const string Announcement = "hostkeys-00@openssh.com";

    /// <summary>What a client asks for the proof with, which is signed along.</summary>
    public const string Proof = "hostkeys-prove-00@openssh.com";

    public static ValueTask SendAsync(SshSession session)
    {
        // Other clients might take it ill.
        if (!session.Exchange.ClientIdentification.Contains("OpenSSH", StringComparison.Ordinal)) return ValueTask.CompletedTask;
        var data = new SshWriter();
        foreach (var key in Offered(session)) data.String(key.PublicKey);
        return session.ReplyAsync(new GlobalRequestMessage(Announcement, WantsReply: false, data.ToArray()));
    }

    /// <returns><see langword="null"/>: a key is asked about that is none of the server's.</returns>
    public static byte[]? Prove(SshSession session, ReadOnlySpan<byte> request)
    {
        var reader = new SshReader(request);
        var proofs = new SshWriter();
        for (var count = 0; !reader.IsAtEnd; count++)
        {
            var blob = reader.ReadString().ToArray();
            if (count == session.HostKeys.Length || Offered(session).FirstOrDefault(key => key.PublicKey.AsSpan().SequenceEqual(blob)) is not { } hostKey) return null;
            proofs.String(hostKey.Sign(hostKey.Algorithms[0], new SshWriter().Text(Proof).String(session.Exchange.SessionId).String(blob).Written));
        }

        return proofs.ToArray();
    }

    private static IEnumerable<HostKey> Offered(SshSession session) =>
        session.HostKeys.Where(key => key.Algorithms.Any(session.Server.Algorithms.HostKeys.Contains));
}
