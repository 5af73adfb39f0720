using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Shell;
using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Tests.Support;
using PluginFramework.Ssh.Transport;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests.Fuzzing;

/// <summary>All that takes octets from an SSH client.</summary>
public static class SshTargets
{
    internal delegate ISshMessage Parse(ReadOnlySpan<byte> payload);

    /// <summary>What reads a message, for all that a client may send.</summary>
    internal static FrozenDictionary<SshMessageNumber, Parse> Parsers { get; } = new Dictionary<SshMessageNumber, Parse>
    {
        [SshMessageNumber.Disconnect] = payload => DisconnectMessage.Read(payload),
        [SshMessageNumber.ServiceRequest] = payload => ServiceRequestMessage.Read(payload),
        [SshMessageNumber.ExtensionInfo] = payload => ExtensionInfoMessage.Read(payload),
        [SshMessageNumber.KeyExchangeInit] = payload => KeyExchangeInitMessage.Read(payload),
        [SshMessageNumber.KeyExchangeRequest] = payload => KeyExchangeRequestMessage.Read(payload),
        [SshMessageNumber.AuthenticationRequest] = payload => AuthenticationRequestMessage.Read(payload),
        [SshMessageNumber.InformationResponse] = payload => InformationResponseMessage.Read(payload),
        [SshMessageNumber.GlobalRequest] = payload => GlobalRequestMessage.Read(payload),
        [SshMessageNumber.ChannelOpen] = payload => ChannelOpenMessage.Read(payload),
        [SshMessageNumber.ChannelOpenConfirmation] = payload => ChannelOpenConfirmationMessage.Read(payload),
        [SshMessageNumber.ChannelOpenFailure] = payload => ChannelOpenFailureMessage.Read(payload),
        [SshMessageNumber.ChannelWindowAdjust] = payload => ChannelWindowAdjustMessage.Read(payload),
        [SshMessageNumber.ChannelData] = payload => ChannelDataMessage.Read(payload),
        [SshMessageNumber.ChannelExtendedData] = payload => ChannelExtendedDataMessage.Read(payload),
        [SshMessageNumber.ChannelEof] = payload => ChannelEofMessage.Read(payload),
        [SshMessageNumber.ChannelClose] = payload => ChannelCloseMessage.Read(payload),
        [SshMessageNumber.ChannelRequest] = payload => ChannelRequestMessage.Read(payload),
    }.ToFrozenDictionary();

    private static readonly byte[] Key = new SshWriter().Text("ssh-ed25519").String(new byte[32]).ToArray();

    /// <summary>Good messages, at least one of each number.</summary>
    internal static ISshMessage[] Messages { get; } =
    [
        new DisconnectMessage(SshDisconnectReason.ByApplication, "bye"),
        new ServiceRequestMessage("ssh-userauth"),
        new ExtensionInfoMessage([new("server-sig-algs", "ssh-ed25519")]),
        new KeyExchangeInitMessage
        {
            Cookie = new byte[16], KeyExchanges = ["curve25519-sha256", "kex-strict-c-v00@openssh.com", "ext-info-c"], HostKeys = ["ssh-ed25519"],
            CiphersToServer = ["aes128-ctr"], CiphersToClient = ["aes256-gcm@openssh.com"], MacsToServer = ["hmac-sha2-256-etm@openssh.com"], MacsToClient = ["hmac-sha2-256-etm@openssh.com"],
        },
        new KeyExchangeRequestMessage(new byte[32]),
        new AuthenticationRequestMessage("ann", "ssh-connection", "none", []),
        new AuthenticationRequestMessage("ann", "ssh-connection", "password", new SshWriter().Boolean(false).Text("secret").ToArray()),
        new AuthenticationRequestMessage("ann", "ssh-connection", "keyboard-interactive", new SshWriter().Text("").Text("").ToArray()),
        new AuthenticationRequestMessage("ann", "ssh-connection", "publickey", new SshWriter().Boolean(false).Text("ssh-ed25519").String(Key).ToArray()),
        new AuthenticationRequestMessage("ann", "ssh-connection", "publickey", new SshWriter().Boolean(true).Text("ssh-ed25519").String(Key).String(new byte[83]).ToArray()),
        new InformationResponseMessage(["secret"]),
        new GlobalRequestMessage("tcpip-forward", true, new SshWriter().Text("192.0.2.1").UInt32(99).ToArray()),
        new GlobalRequestMessage("hostkeys-prove-00@openssh.com", true, new SshWriter().String(Key).ToArray()),
        new ChannelOpenMessage("session", 1, 1 << 20, 32768, []),
        new ChannelOpenMessage("direct-tcpip", 1, 2, 3, new SshWriter().Text("192.0.2.1").UInt32(99).Text("").UInt32(0).ToArray()),
        new ChannelOpenConfirmationMessage(0, 2, 3, 4),
        new ChannelOpenFailureMessage(0, ChannelOpenFailureReason.ConnectFailed, "no"),
        new ChannelRequestMessage(0, "pty-req", true, new SshWriter().Text("xterm").UInt32(80).UInt32(24).UInt32(0).UInt32(0).String([0]).ToArray()),
        new ChannelRequestMessage(0, "env", true, new SshWriter().Text("LANG").Text("C").ToArray()),
        new ChannelRequestMessage(0, "exec", true, new SshWriter().Text("x").ToArray()),
        new ChannelRequestMessage(0, "subsystem", true, new SshWriter().Text("sftp").ToArray()),
        new ChannelRequestMessage(0, "window-change", false, new SshWriter().UInt32(1).UInt32(2).UInt32(3).UInt32(4).ToArray()),
        new ChannelRequestMessage(0, "signal", false, new SshWriter().Text("INT").ToArray()),
        new ChannelRequestMessage(0, "eow@openssh.com", false, []),
        new ChannelWindowAdjustMessage(0, 2),
        new ChannelDataMessage(0, [9]),
        new ChannelExtendedDataMessage(0, 1, [9]),
        new ChannelEofMessage(0),
        new ChannelCloseMessage(0),
    ];

    private static readonly Lazy<SessionTarget> Session = new(() => new());

    /// <summary>The targets.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("ssh-identification", ReadIdentification, ["SSH-2.0-OpenSSH_9.2 x\r\n"u8.ToArray(), "SSH-2.0-x\n"u8.ToArray(), "SSH-1.5-x\r\n"u8.ToArray()]),
        new("ssh-packet", ReadPackets, [Packet([2, 0, 0, 0, 0]), [.. Packet([21]), .. Packet(new byte[300])]]),
        new("ssh-message", ReadMessage, [.. Messages.Select(SshWriter.Of)]),
        new("ssh-public-key", ReadPublicKey, [.. SshAlgorithms.UserSignatures.Where(type => !type.StartsWith("rsa", StringComparison.Ordinal)).Select(type => KeyOf(type)), RsaKey()]),
        new("ssh-certificate", ReadCertificate, [.. SshAlgorithms.UserSignatures.Where(type => !type.StartsWith("rsa", StringComparison.Ordinal)).Select(Certificate)]),
        new("ssh-session", octets => Session.Value.Run(octets),
        [
            .. Messages.Select(message => SessionTarget.Input(Login(message) ? 1 : 2, message)),
            SessionTarget.Input(1, [.. Messages.Where(message => message is AuthenticationRequestMessage)]),
            SessionTarget.Input(2, [.. Messages.Where(message => message is ChannelOpenMessage or ChannelRequestMessage or ChannelDataMessage or ChannelEofMessage or ChannelCloseMessage)]),
            SessionTarget.Input(0, [.. Messages[1..6]]),
        ]),
    ];

    private static bool Login(ISshMessage message) => message is AuthenticationRequestMessage or InformationResponseMessage;

    /// <summary>Runs what may refuse.</summary>
    private static T? Try<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (SshConnectionException)
        {
            // Refused, which is one of the two things it may do.
            return null;
        }
    }

    // Whatever part comes first, the outcome is that of the whole.
    private static void ReadIdentification(byte[] octets)
    {
        var (whole, parts) = (Read(octets.Length), Read(1 + (octets.Length / 2)));
        Expect(whole == parts, "it depends on how it came");
        Expect(whole is null or "" || (whole.Length < SshIdentification.MaxOctets && whole.StartsWith("SSH-2.0-", StringComparison.Ordinal)), "it is no identification");

        string? Read(int part) => Try(() =>
        {
            var buffer = octets.AsSequence(part);
            return SshIdentification.TryRead(ref buffer, out var line) ? line : "";
        });
    }

    private static void ReadPackets(byte[] octets)
    {
        var whole = Read(octets.Length);
        Expect(Enumerable.SequenceEqual(whole, Read(7)), "it depends on how it came");

        List<string> Read(int part)
        {
            using var reader = new SshPacketReader();
            List<string> payloads = [];
            Try(() =>
            {
                var buffer = octets.AsSequence(part);
                while (reader.TryRead(ref buffer, out var payload)) payloads.Add(Convert.ToHexString(payload.Span));
                return payloads;
            });
            return payloads;
        }
    }

    // What is read and written again is read as the same.
    private static void ReadMessage(byte[] octets)
    {
        if (octets.Length == 0 || !Parsers.TryGetValue((SshMessageNumber)octets[0], out var parse)) return;
        if (Try(() => parse(octets)) is not { } message) return;
        var written = SshWriter.Of(message);
        Expect(SshWriter.Of(parse(written)).AsSpan().SequenceEqual(written), "what is written is not what was read");
        if (message is AuthenticationRequestMessage { Method: "publickey" } request) Try(() => PublicKeyRequest.Read(request.Data));
        if (message is ChannelRequestMessage { Type: "pty-req" } terminal) Try(() => SshTerminal.Read(terminal.Data));
    }

    private static void ReadPublicKey(byte[] octets)
    {
        if (Try(() => PublicKey.Read(octets)) is not { } key) return;
        foreach (var algorithm in key.Algorithms) Try(() => (object)key.Verify(algorithm, octets, new SshWriter().Text(algorithm).String(octets).ToArray()));
        Expect(PublicKeyLine.TryRead($"{key.Type} {Convert.ToBase64String(octets)} x") is { } blob && blob.AsSpan().SequenceEqual(octets), "the line of a key is not its line");
    }

    private static void ReadCertificate(byte[] octets)
    {
        if (Try(() => UserCertificate.Read(octets)) is not { } certificate) return;
        Expect(certificate.SignedPart.Length < octets.Length, "all is signed");
        Try(() => (object)certificate.IsSigned());
    }

    private static byte[] KeyOf(string type)
    {
        var writer = new SshWriter().Text(type);
        if (type.Contains("ed25519")) writer.String(new byte[32]);
        else
        {
            var curve = type.Split('@')[0][^8..];
            writer.Text(curve).String([4, .. new byte[2 * curve switch { "nistp256" => 32, "nistp384" => 48, _ => 66 }]]);
        }

        return (type.StartsWith("sk-", StringComparison.Ordinal) ? writer.Text("ssh:") : writer).ToArray();
    }

    private static byte[] RsaKey()
    {
        var modulus = new byte[256];
        modulus.AsSpan().Fill(0xD7);
        return new SshWriter().Text("ssh-rsa").Positive([1, 0, 1]).Positive(modulus).ToArray();
    }

    private static byte[] Certificate(string type)
    {
        var key = new SshReader(KeyOf(type));
        key.ReadName();
        return new SshWriter().Text(type.Replace("@openssh.com", "", StringComparison.Ordinal) + UserCertificate.Suffix).String(new byte[4]).Raw(key.Rest).UInt64(1).UInt32(1).Text("id")
            .String(new SshWriter().Text("ann").Written).UInt64(0).UInt64(ulong.MaxValue)
            .String(new SshWriter().Text("force-command").String(new SshWriter().Text("x").Written).Written).String(new SshWriter().Text("permit-pty").String([]).Written).String([])
            .String(Key).String(new SshWriter().Text("ssh-ed25519").String(new byte[64]).Written).ToArray();
    }

    /// <summary>A packet of a client that has no keys yet.</summary>
    private static byte[] Packet(ReadOnlySpan<byte> payload)
    {
        var padding = 8 - ((5 + payload.Length) % 8);
        if (padding < 4) padding += 8;
        var packet = new byte[5 + payload.Length + padding];
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + payload.Length + padding);
        packet[4] = (byte)padding;
        payload.CopyTo(packet.AsSpan(5));
        return packet;
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }

    /// <summary>Octets that came in parts.</summary>
    private static ReadOnlySequence<byte> AsSequence(this byte[] octets, int part)
    {
        if (octets.Length <= part) return new(octets);
        var first = new Part(octets.AsMemory(0, part), 0);
        var last = first;
        for (var at = part; at < octets.Length; at += part) last = last.Append(octets.AsMemory(at, Math.Min(part, octets.Length - at)));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Part Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Part(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }

    /// <summary>
    /// A whole session of a client that has come as far as the first octet says, without keys: what the server would say waits for them, so only what it
    /// makes of the messages counts. The rest is messages, each after its length in two octets.
    /// </summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as the process.")]
    private sealed class SessionTarget
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private readonly Faults _faults = new();
        private readonly SshServer _server;

        public SessionTarget()
        {
            var options = new SshOptions { ForwardingRoles = ["*"], TrustedUserCertificateAuthorities = [$"ssh-ed25519 {Convert.ToBase64String(Key)}"], MaxChannels = 4 };
            var logins = new FakeLogins();
            logins.Add("ann", code: "1");
            var context = new TestPluginContext("ssh", options) { LoggerFactory = _faults };
            _server = new(logins, logins, null, new LiveExportsFake<ISshSubsystem>(), context);
            _server.HostKeys.Keys.GetAwaiter().GetResult();
        }

        public static byte[] Input(int state, params ISshMessage[] messages)
        {
            var input = new SshWriter().Byte((byte)state);
            foreach (var payload in messages.Select(SshWriter.Of)) input.Byte((byte)(payload.Length >> 8)).Byte((byte)payload.Length).Raw(payload);
            return input.ToArray();
        }

        public void Run(byte[] octets)
        {
            if (octets.Length == 0) return;
            var connection = new TestConnection();
            var session = new SshSession(_server, connection.Server);
            switch (octets[0] % 3)
            {
                case 1:
                    session.State = new SshSessionState.Authenticating(new SshAuthentication(session));
                    break;
                case 2:
                    session.Open(new Principal("1", "ann"), LoginLimits.None);
                    break;
            }

            var sent = new MemoryStream();
            sent.Write("SSH-2.0-fuzz\r\n"u8);
            for (var at = 1; at + 2 < octets.Length;)
            {
                var length = Math.Clamp(BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(at)), (ushort)1, (ushort)(octets.Length - at - 2));
                sent.Write(Packet(octets.AsSpan(at + 2, length)));
                at += 2 + length;
            }

            var reading = connection.Client.Input.CopyToAsync(Stream.Null);
            var running = session.RunAsync();
            connection.Client.Output.WriteAsync(sent.ToArray()).AsTask().Wait(Patience);
            connection.Client.Output.Complete();
            Expect(running.Wait(Patience) && reading.Wait(Patience), "it does not end");
            if (_faults.First is { } fault) throw new InvalidOperationException("the session failed", fault);
        }
    }

    /// <summary>Keeps the first error that is logged.</summary>
    private sealed class Faults : ILoggerFactory, ILogger
    {
        public Exception? First { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) First ??= exception ?? new InvalidOperationException(formatter(state, null));
        }

        public void Dispose() { }
    }
}
