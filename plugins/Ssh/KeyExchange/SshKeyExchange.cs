using System.Security.Cryptography;
using System.Text;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>Exchanges keys, at first and ever again, at the wish of either side (RFC 4253 §7, §9). For the session's loop alone.</summary>
internal sealed class SshKeyExchange(SshSession session, string clientIdentification) : IDisposable
{
    private const int CookieOctets = 16;

    /// <summary>Exchanges before the login: each costs the server more than the client.</summary>
    private const int MaxBeforeLogin = 3;

    private (KeyExchangeInitMessage Message, byte[] Payload)? _ours, _theirs;
    private AlgorithmChoice? _choice;
    private PacketCipher? _nextToServer;
    private bool _ignoresNext;
    private bool _takesExtensions;
    private bool _cameLate;
    private bool _isFirstDone;
    private int _beforeLogin;

    /// <summary>Keys are being exchanged, as one side at least knows.</summary>
    public bool IsUnderWay => _ours is not null;

    /// <summary>The hash of the first exchange, which names the session (RFC 4253 §7.2).</summary>
    public byte[] SessionId { get; private set; } = [];

    /// <summary>Packets are counted from 0 under each new keys, and the first exchange has no other message in between.</summary>
    public bool IsStrict { get; private set; }

    public string ClientIdentification => clientIdentification;

    /// <summary>Says what the server offers.</summary>
    public async ValueTask BeginAsync()
    {
        if (IsUnderWay) return;
        session.KeysChanged();
        var algorithms = session.Server.Algorithms;
        var message = new KeyExchangeInitMessage
        {
            Cookie = RandomNumberGenerator.GetBytes(CookieOctets),
            KeyExchanges = !_isFirstDone ? [.. algorithms.KeyExchanges, ProtocolMarkers.StrictOfServer] : algorithms.KeyExchanges,
            HostKeys = [.. algorithms.HostKeys.Where(name => session.HostKeyFor(name) is not null)],
            CiphersToServer = algorithms.Ciphers,
            CiphersToClient = algorithms.Ciphers,
            MacsToServer = algorithms.Macs,
            MacsToClient = algorithms.Macs,
        };
        _ours = (message, SshWriter.Of(message));
        await session.Writer.BeginExchangeAsync(_ours.Value.Payload);
    }

    /// <summary>Refuses what may not come while keys are exchanged.</summary>
    /// <param name="number">The message.</param>
    /// <param name="sequence">How many packets there were, this one included.</param>
    public void Check(SshMessageNumber number, uint sequence)
    {
        var isOfExchange = (byte)number is >= 20 and < 50;
        var isKnown = SshMessageTable.Find((byte)number) is not null || _ignoresNext;
        if (!_isFirstDone && _theirs is null && number == SshMessageNumber.KeyExchangeInit && sequence != 1) _cameLate = true;
        if (!_isFirstDone && IsStrict && !(isOfExchange && isKnown) && number != SshMessageNumber.Disconnect)
            throw SshConnectionException.Malformed($"{number} came in the middle of the first key exchange");

        // From its KEXINIT to its NEWKEYS a client sends nothing but the exchange and what is of the transport (RFC 4253 §7.1).
        if (_theirs is not null && !isOfExchange && (byte)number > (byte)SshMessageNumber.Debug)
            throw SshConnectionException.Malformed($"{number} came in the middle of a key exchange");
    }

    /// <summary>Whether this is the message that the client sent on a wrong guess (RFC 4253 §7).</summary>
    public bool TryIgnore(SshMessageNumber number)
    {
        if (!_ignoresNext || (byte)number is < 30 or >= 50) return false;
        _ignoresNext = false;
        return true;
    }

    /// <summary>Takes what the client offers.</summary>
    public async ValueTask TakeInitAsync(ReadOnlyMemory<byte> payload)
    {
        if (_theirs is not null) throw SshConnectionException.Malformed("a key exchange was begun twice");
        if (session.State is not SshSessionState.Open && ++_beforeLogin > MaxBeforeLogin) throw SshConnectionException.Malformed("keys were exchanged too often before the login");
        var theirs = KeyExchangeInitMessage.Read(payload.Span);
        _theirs = (theirs, payload.ToArray());
        await BeginAsync();
        if (!_isFirstDone)
        {
            IsStrict = theirs.KeyExchanges.Contains(ProtocolMarkers.StrictOfClient);
            _takesExtensions = theirs.KeyExchanges.Contains(ProtocolMarkers.ExtensionsOfClient);
            if (IsStrict && _cameLate) throw SshConnectionException.Malformed("something came before the first key exchange");
        }

        var ours = _ours!.Value.Message;
        _choice = AlgorithmChoice.Of(theirs, ours);
        _ignoresNext = theirs.IsGuessFollowing && !AlgorithmChoice.IsGuessRight(theirs, ours);
    }

    /// <summary>Takes the client's half, sends the server's, and changes the keys towards the client.</summary>
    public async ValueTask TakeRequestAsync(ReadOnlyMemory<byte> payload)
    {
        if (_choice is not { } choice || _theirs is not { } theirs || _ours is not { } ours || _nextToServer is not null)
            throw SshConnectionException.Malformed("half of a key exchange came at the wrong time");
        var request = KeyExchangeRequestMessage.Read(payload.Span);
        var method = KeyExchangeTable.Create(choice.KeyExchange);
        var hostKey = session.HostKeyFor(choice.HostKey) ?? throw new InvalidOperationException($"There is no key for {choice.HostKey}.");
        var outcome = method.Respond(request.ClientValue);
        var hash = Hash(method.Hash, theirs.Payload, ours.Payload, hostKey.PublicKey, request.ClientValue, outcome);
        if (!_isFirstDone) SessionId = hash;
        var keys = new KeyMaker(method.Hash, outcome.Secret, hash, SessionId);
        _nextToServer = keys.ToServer(choice);
        var toClient = keys.ToClient(choice);
        CryptographicOperations.ZeroMemory(outcome.Secret);
        await session.Writer.EndExchangeAsync(
            new(hostKey.PublicKey, outcome.ServerValue, hostKey.Sign(choice.HostKey, hash)), toClient, IsStrict, !_isFirstDone && _takesExtensions ? Extensions() : null);
        session.Server.Logger.KeysExchanged(session.Id, clientIdentification, choice.KeyExchange, choice.HostKey, choice.CipherToServer.Name, choice.CipherToClient.Name);
    }

    /// <summary>Changes the keys from the client.</summary>
    public void TakeNewKeys(ReadOnlyMemory<byte> payload)
    {
        if (_nextToServer is not { } cipher || _choice is not { } choice) throw SshConnectionException.Malformed("NEWKEYS came without keys");
        NewKeysMessage.Read(payload.Span);
        session.Reader.SetCipher(cipher, IsStrict);
        (_ours, _theirs, _choice, _nextToServer) = (null, null, null, null);
        _isFirstDone = true;
        session.Encrypted(choice);
    }

    public void Dispose() => _nextToServer?.Dispose();

    private static ExtensionInfoMessage Extensions() => new([new("server-sig-algs", string.Join(',', SshAlgorithms.UserSignatures))]);

    private byte[] Hash(HashAlgorithmName hash, byte[] theirInit, byte[] ourInit, byte[] hostKey, byte[] clientValue, KeyExchangeOutcome outcome) =>
        CryptographicOperations.HashData(hash, new SshWriter()
            .String(Encoding.ASCII.GetBytes(clientIdentification)).String(Encoding.ASCII.GetBytes(session.Server.Identification))
            .String(theirInit).String(ourInit).String(hostKey).String(clientValue).String(outcome.ServerValue).Raw(outcome.Secret).Written);
}
