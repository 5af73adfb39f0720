using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc7748;
using PluginFramework.Ssh.KeyExchange;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Transport;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A client that does as it is told, packet by packet.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private const string Identification = "SSH-2.0-raw";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SshPacketReader _reader = new();
    private PacketCipher _cipher = new NoCipher();
    private uint _sequence;
    private string _serverIdentification = "";
    private byte[] _sessionId = [];
    private bool _isStrict;

    public RawClient(SshServer server) => Ended = server.OnConnectedAsync(Connection.Server);

    public TestConnection Connection { get; } = new();

    /// <summary>The server's handler.</summary>
    public Task Ended { get; }

    public byte[] SessionId => _sessionId;

    /// <summary>What the server called the session's channel.</summary>
    public uint Channel { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task SendOctetsAsync(ReadOnlyMemory<byte> octets) => Connection.Client.Output.WriteAsync(octets, Token).AsTask();

    public async Task SendIdentificationAsync(string line = Identification + "\r\n")
    {
        await Connection.SendAsync(line, Token);
        _serverIdentification = await Connection.ReadLineAsync(Token) ?? "";
    }

    public Task SendAsync(ISshMessage message) => SendPayloadAsync(SshWriter.Of(message));

    public Task SendPayloadAsync(byte[] payload) => SendOctetsAsync(Pack(payload));

    /// <summary>A packet as it goes over the wire.</summary>
    public byte[] Pack(byte[] payload, Action<byte[]>? spoilBeforeSealing = null)
    {
        var counted = 1 + payload.Length + (_cipher.CountsLengthField ? 4 : 0);
        var padding = _cipher.BlockOctets - (counted % _cipher.BlockOctets);
        if (padding < 4) padding += _cipher.BlockOctets;
        var packet = new byte[4 + 1 + payload.Length + padding + _cipher.TagOctets];
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)(1 + payload.Length + padding));
        packet[4] = (byte)padding;
        payload.CopyTo(packet, 5);
        spoilBeforeSealing?.Invoke(packet);
        _cipher.Seal(_sequence++, packet);
        return packet;
    }

    /// <summary>The next message; <see langword="null"/> at the end.</summary>
    public async Task<byte[]?> TryReadAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (true)
        {
            var result = await Connection.Client.Input.ReadAsync(patience.Token);
            var buffer = result.Buffer;
            if (_reader.TryRead(ref buffer, out var payload))
            {
                var copy = payload.ToArray();
                Connection.Client.Input.AdvanceTo(buffer.Start);
                return copy;
            }

            Connection.Client.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    public async Task<byte[]> ReadAsync(SshMessageNumber number)
    {
        var payload = await TryReadAsync();
        if (payload is null) throw new InvalidOperationException($"The server has closed the connection where {number} was expected.");
        if (payload[0] == (byte)SshMessageNumber.Disconnect && number != SshMessageNumber.Disconnect) throw new InvalidOperationException(DisconnectMessage.Read(payload).ToString());
        ((SshMessageNumber)payload[0]).ShouldBe(number);
        return payload;
    }

    /// <summary>Reads up to the server's farewell, and expects the end after it.</summary>
    public async Task<DisconnectMessage> ReadFarewellAsync()
    {
        while (await TryReadAsync() is { } payload)
        {
            if (payload[0] != (byte)SshMessageNumber.Disconnect) continue;
            (await TryReadAsync()).ShouldBeNull();
            await Ended.WaitAsync(Patience, Token);
            return DisconnectMessage.Read(payload);
        }

        throw new InvalidOperationException("The server said no farewell.");
    }

    public static KeyExchangeInitMessage Offer(bool isStrict, string keyExchange = "curve25519-sha256", string cipher = "aes256-gcm@openssh.com") => new()
    {
        Cookie = new byte[16],
        KeyExchanges = isStrict ? [keyExchange, ProtocolMarkers.StrictOfClient, ProtocolMarkers.ExtensionsOfClient] : [keyExchange],
        HostKeys = ["ssh-ed25519"],
        CiphersToServer = [cipher],
        CiphersToClient = [cipher],
        MacsToServer = ["hmac-sha2-256-etm@openssh.com"],
        MacsToClient = ["hmac-sha2-256-etm@openssh.com"],
    };

    /// <summary>Exchanges keys, and checks the server's signature.</summary>
    /// <param name="isStrict">Whether to count strictly.</param>
    /// <param name="atEachStep">Done before each of the client's messages: KEXINIT, its half, NEWKEYS.</param>
    /// <param name="begun">The server's KEXINIT, where it has come already.</param>
    public async Task ExchangeAsync(bool isStrict = true, Func<int, Task>? atEachStep = null, byte[]? begun = null)
    {
        var isFirst = _sessionId.Length == 0;
        if (isFirst) _isStrict = isStrict;
        var ours = Offer(isStrict);
        var (ourPayload, theirPayload) = (SshWriter.Of(ours), isFirst ? await ReadAsync(SshMessageNumber.KeyExchangeInit) : begun);
        await (atEachStep?.Invoke(0) ?? Task.CompletedTask);
        await SendPayloadAsync(ourPayload);
        theirPayload ??= await ReadUntilAsync(SshMessageNumber.KeyExchangeInit);
        var theirs = KeyExchangeInitMessage.Read(theirPayload);
        if (isFirst) theirs.KeyExchanges.ShouldContain(ProtocolMarkers.StrictOfServer);
        await (atEachStep?.Invoke(1) ?? Task.CompletedTask);
        var key = RandomNumberGenerator.GetBytes(32);
        var point = new byte[32];
        X25519.GeneratePublicKey(key.AsSpan(), point);
        await SendAsync(new KeyExchangeRequestMessage(point));
        var reply = KeyExchangeReplyMessage.Read(await ReadAsync(SshMessageNumber.KeyExchangeReply));
        var secret = new byte[32];
        X25519.CalculateAgreement(key.AsSpan(), reply.ServerValue, secret).ShouldBeTrue();
        var encoded = new SshWriter().Positive(secret).ToArray();
        var hash = SHA256.HashData(new SshWriter().Text(Identification).Text(_serverIdentification).String(ourPayload).String(theirPayload)
            .String(reply.HostKey).String(point).String(reply.ServerValue).Raw(encoded).Written);
        PublicKey.Read(reply.HostKey)!.Verify("ssh-ed25519", hash, reply.Signature).ShouldBeTrue();
        if (isFirst) _sessionId = hash;
        var choice = AlgorithmChoice.Of(ours, theirs);
        var keys = new KeyMaker(HashAlgorithmName.SHA256, encoded, hash, _sessionId);
        await ReadAsync(SshMessageNumber.NewKeys);
        _reader.SetCipher(keys.ToClient(choice), _isStrict);
        await (atEachStep?.Invoke(2) ?? Task.CompletedTask);
        await SendAsync(new NewKeysMessage());
        _cipher.Dispose();
        _cipher = keys.ToServer(choice);
        if (_isStrict) _sequence = 0;
        if (isFirst && isStrict) ExtensionInfoMessage.Read(await ReadAsync(SshMessageNumber.ExtensionInfo)).Extensions.ShouldContain(extension => extension.Key == "server-sig-algs");
    }

    public async Task<byte[]> ReadUntilAsync(SshMessageNumber number)
    {
        while (true)
        {
            var payload = await TryReadAsync() ?? throw new InvalidOperationException($"The server has closed the connection where {number} was expected.");
            if (payload[0] == (byte)number) return payload;
            if (payload[0] == (byte)SshMessageNumber.Disconnect) throw new InvalidOperationException(DisconnectMessage.Read(payload).ToString());
        }
    }

    public async Task RequestLoginAsync()
    {
        await SendAsync(new ServiceRequestMessage("ssh-userauth"));
        ServiceAcceptMessage.Read(await ReadAsync(SshMessageNumber.ServiceAccept)).Service.ShouldBe("ssh-userauth");
    }

    public static AuthenticationRequestMessage PasswordRequest(string user, string password) =>
        new(user, "ssh-connection", "password", new SshWriter().Boolean(false).Text(password).ToArray());

    public async Task LogInAsync(string user = "ann", string password = "secret")
    {
        await SendAsync(PasswordRequest(user, password));
        await ReadAsync(SshMessageNumber.AuthenticationSuccess);
    }

    public async Task OpenSessionAsync(uint window = 1 << 20)
    {
        await SendAsync(new ChannelOpenMessage("session", 7, window, 32768, []));
        var confirmation = ChannelOpenConfirmationMessage.Read(await ReadAsync(SshMessageNumber.ChannelOpenConfirmation));
        confirmation.RecipientChannel.ShouldBe(7u);
        Channel = confirmation.SenderChannel;
    }

    public async Task ExecuteAsync(string command)
    {
        await SendAsync(new ChannelRequestMessage(Channel, "exec", true, new SshWriter().Text(command).ToArray()));
        await ReadAsync(SshMessageNumber.ChannelSuccess);
    }

    public Task SendDataAsync(string text) => SendAsync(new ChannelDataMessage(Channel, Encoding.UTF8.GetBytes(text)));

    public async Task<string> ReadDataAsync() => Encoding.UTF8.GetString(ChannelDataMessage.Read(await ReadAsync(SshMessageNumber.ChannelData)).Data);

    public async ValueTask DisposeAsync()
    {
        await Connection.Client.Output.CompleteAsync();
        await Connection.Client.Input.CompleteAsync();
        await Ended.WaitAsync(Patience);
        _reader.Dispose();
        _cipher.Dispose();
        await Connection.DisposeAsync();
    }
}
