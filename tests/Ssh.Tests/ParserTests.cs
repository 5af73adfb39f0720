using System.Buffers;
using System.Security.Cryptography;
using CsCheck;
using PluginFramework.Ssh.KeyExchange;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Tests.Fuzzing;
using PluginFramework.Ssh.Tests.Support;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh.Tests;

/// <summary>What is read from the wire, good and bad.</summary>
[Trait("RFC", "4251 §5")]
public sealed class ParserTests
{
    [Fact]
    public void Message_AsWritten_IsReadBack()
    {
        foreach (var message in SshTargets.Messages)
        {
            var payload = SshWriter.Of(message);
            SshWriter.Of(SshTargets.Parsers[(SshMessageNumber)payload[0]](payload)).ShouldBe(payload, message.ToString());
        }

        SshTargets.Messages.Select(message => (SshMessageNumber)SshWriter.Of(message)[0]).Distinct().Count().ShouldBe(SshTargets.Parsers.Count);
    }

    [Fact]
    public void Message_CutOffOrSpoiled_IsReadOrRefused_AndNothingElse() =>
        Gen.Select(Gen.Int[0, SshTargets.Messages.Length - 1], Gen.Int[0, 300], Gen.Byte, Gen.Int[0, 300]).Sample((which, at, value, length) =>
        {
            var payload = SshWriter.Of(SshTargets.Messages[which]);
            var parser = SshTargets.Parsers[(SshMessageNumber)payload[0]];
            payload[1 + (at % Math.Max(1, payload.Length - 1))] = value;
            Tolerate(() => parser(payload.AsSpan(0, Math.Max(1, length % (payload.Length + 1)))));
        });

    [Fact]
    public void Octets_OfAnyKind_AreReadOrRefused_AndNothingElse() =>
        Gen.Byte.Array[0, 400].Sample(octets =>
        {
            foreach (var (number, parser) in SshTargets.Parsers) Tolerate(() => parser([(byte)number, .. octets]));
            Tolerate(() => PublicKey.Read(octets));
            Tolerate(() => UserCertificate.Read(octets));
            foreach (var type in SshAlgorithms.UserSignatures)
            {
                var named = new SshWriter().Text(type).Raw(octets).ToArray();
                Tolerate(() => PublicKey.Read(named));
                Tolerate(() => UserCertificate.Read(new SshWriter().Text(type + UserCertificate.Suffix).Raw(octets).Written));
            }
        });

    [Fact]
    public void Packets_OfAnyKind_AreReadOrRefused_AndNothingElse() =>
        Gen.Byte.Array[0, 400].Sample(octets =>
        {
            using var reader = new SshPacketReader();
            Tolerate(() =>
            {
                var buffer = new ReadOnlySequence<byte>(octets);
                while (reader.TryRead(ref buffer, out _)) { }
                return buffer.Length;
            });
        });

    [Theory]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("aes256-ctr")]
    [InlineData("aes192-ctr")]
    [InlineData("aes128-ctr")]
    public void Packet_SealedAndOpened_IsTheSame_AndNoBitOfItCanBeChanged(string name)
    {
        var suite = TransportSuites.Ciphers.Single(suite => suite.Name == name);
        var mac = suite.IsAuthenticated ? null : TransportSuites.Macs[0];
        var (key, iv, macKey) = (RandomNumberGenerator.GetBytes(suite.KeyOctets), RandomNumberGenerator.GetBytes(suite.IvOctets), new byte[32]);
        if (suite.IvOctets == 16) iv.AsSpan(8).Fill(0xFF); // so that the counter carries
        using var sealing = suite.Create(key, iv, mac, macKey);
        using var opening = suite.Create(key, iv, mac, macKey);
        foreach (var (sequence, blocks) in new[] { (0u, 1), (1u, 2), (uint.MaxValue, 700), (0u, 2000) })
        {
            var plain = new byte[4 + (blocks * 16) + sealing.TagOctets];
            RandomNumberGenerator.Fill(plain.AsSpan(0, 4 + (blocks * 16)));
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(plain, blocks * 16);
            var packet = plain.ToArray();

            sealing.Seal(sequence, packet);

            opening.ReadLength(sequence, packet.AsSpan(0, 4)).ShouldBe((uint)blocks * 16);
            packet.AsSpan(4, blocks * 16).SequenceEqual(plain.AsSpan(4, blocks * 16)).ShouldBeFalse();
            foreach (var at in new[] { 0, 4, packet.Length / 2, packet.Length - 1 })
            {
                var spoiled = packet.ToArray();
                spoiled[at] ^= 0x10;
                opening.TryOpen(sequence, spoiled).ShouldBeFalse($"octet {at}");
            }

            opening.TryOpen(sequence, packet).ShouldBeTrue();
            packet.AsSpan(4, blocks * 16).SequenceEqual(plain.AsSpan(4, blocks * 16)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("0b9d", "000000020b9d")]
    [InlineData("80", "000000020080")]
    [InlineData("00ff", "0000000200ff")]
    [InlineData("", "00000000")]
    [InlineData("0000", "00000000")]
    public void Number_IsWrittenAsRfc4251Has(string octets, string written) =>
        Convert.ToHexStringLower(new SshWriter().Positive(Convert.FromHexString(octets)).Written).ShouldBe(written);

    [Theory]
    [InlineData("0000000180")]
    [InlineData("00000005ff")]
    [InlineData("00")]
    public void Number_ThatIsNone_IsRefused(string octets) =>
        Should.Throw<SshConnectionException>(() => new SshReader(Convert.FromHexString(octets)).ReadPositive().ToArray()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);

    [Fact]
    public void Choice_IsTheFirstOfTheClientsThatTheServerHas()
    {
        var server = RawClient.Offer(false) with { KeyExchanges = ["curve25519-sha256", "ecdh-sha2-nistp256", ProtocolMarkers.StrictOfServer], CiphersToClient = ["aes128-ctr", "aes256-ctr"], MacsToClient = ["hmac-sha2-512-etm@openssh.com"] };
        var client = RawClient.Offer(true) with { KeyExchanges = ["x", "ecdh-sha2-nistp256", "curve25519-sha256"], CiphersToClient = ["aes256-ctr", "aes128-ctr"], MacsToClient = ["hmac-sha1", "hmac-sha2-512-etm@openssh.com"] };

        var choice = AlgorithmChoice.Of(client, server);

        choice.KeyExchange.ShouldBe("ecdh-sha2-nistp256");
        choice.CipherToClient.Name.ShouldBe("aes256-ctr");
        choice.MacToClient!.Name.ShouldBe("hmac-sha2-512-etm@openssh.com");
        choice.MacToServer.ShouldBeNull();
    }

    [Theory]
    [InlineData("curve25519-sha256", "nothing", "KeyExchangeAlgorithms holds 'nothing'")]
    [InlineData("curve25519-sha256", "curve25519-sha256", "more than once")]
    public void Options_WithAlgorithmsThereAreNot_AreRefused(string first, string second, string problem) =>
        new SshOptions { KeyExchangeAlgorithms = [first, second] }.Validate().ShouldContain(text => text.Contains(problem));

    [Fact]
    public void Options_AsTheyAre_AreGood_AndOutOfRangeAreNot()
    {
        new SshOptions().Validate().ShouldBeEmpty();
        new SshOptions
        {
            Banner = new string('x', 5000), LoginGraceTime = TimeSpan.Zero, MaxAuthenticationAttempts = 0, TrustedUserCertificateAuthorities = ["x"], AcceptedEnvironment = ["a b"],
            MaxChannels = 0, WindowOctets = 1, KeepAliveInterval = TimeSpan.FromSeconds(1), KeepAliveCount = 0, IdleTimeout = TimeSpan.FromSeconds(1), SendTimeout = TimeSpan.Zero,
            RekeyOctets = 1, RekeyInterval = TimeSpan.Zero, MaxForwardedPorts = 0, Ciphers = ["x"], Macs = ["x"], HostKeyAlgorithms = ["x"],
        }.Validate().Count().ShouldBe(17);
    }

    private static void Tolerate<T>(Func<T> parse)
    {
        try
        {
            parse();
        }
        catch (SshConnectionException)
        {
            // It is what the session expects.
        }
    }
}
