using System.Security.Cryptography;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>Makes keys from a secret (RFC 4253 §7.2).</summary>
/// <param name="hash">The method's hash.</param>
/// <param name="secret">The secret as it is hashed.</param>
/// <param name="exchangeHash">H of this exchange.</param>
/// <param name="sessionId">H of the first.</param>
internal sealed class KeyMaker(HashAlgorithmName hash, byte[] secret, byte[] exchangeHash, byte[] sessionId)
{
    public PacketCipher ToServer(AlgorithmChoice choice) => Create(choice.CipherToServer, choice.MacToServer, 'A', 'C', 'E');

    public PacketCipher ToClient(AlgorithmChoice choice) => Create(choice.CipherToClient, choice.MacToClient, 'B', 'D', 'F');

    private PacketCipher Create(CipherSuite suite, MacSuite? mac, char iv, char key, char macKey) =>
        suite.Create(Make(key, suite.KeyOctets), Make(iv, suite.IvOctets), mac, Make(macKey, mac?.KeyOctets ?? 0));

    private byte[] Make(char letter, int octets)
    {
        if (octets == 0) return [];
        using var hasher = IncrementalHash.CreateHash(hash);
        byte[] made = [];
        while (made.Length < octets)
        {
            hasher.AppendData(secret);
            hasher.AppendData(exchangeHash);
            if (made.Length == 0)
            {
                hasher.AppendData([(byte)letter]);
                hasher.AppendData(sessionId);
            }
            else
            {
                hasher.AppendData(made);
            }

            made = [.. made, .. hasher.GetHashAndReset()];
        }

        return made[..octets];
    }
}
