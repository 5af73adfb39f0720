using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>diffie-hellman-group16-sha512 and group18 (RFC 8268).</summary>
internal sealed class FiniteFieldMethod(DHParameters group) : KeyExchangeMethod(HashAlgorithmName.SHA512)
{
    // Twice the strength of either group, which is as good as an exponent of the prime's length and many times as fast.
    private const int ExponentOctets = 64;

    public override KeyExchangeOutcome Respond(ReadOnlySpan<byte> clientValue)
    {
        if (clientValue.IsEmpty || clientValue[0] >= 0x80) throw Refused("the client's number is not positive");
        var theirs = new BigInteger(1, clientValue);
        if (theirs.CompareTo(BigInteger.One) <= 0 || theirs.CompareTo(group.P.Subtract(BigInteger.One)) >= 0) throw Refused("the client's number is not in the group");
        var exponentOctets = RandomNumberGenerator.GetBytes(ExponentOctets);
        exponentOctets[0] |= 0x80;
        var exponent = new BigInteger(1, exponentOctets);
        CryptographicOperations.ZeroMemory(exponentOctets);
        var ours = group.G.ModPow(exponent, group.P).ToByteArrayUnsigned();
        var secret = theirs.ModPow(exponent, group.P).ToByteArrayUnsigned();

        // The value is a number in the message, whose encoding is that of a string with a sign.
        return new(ours[0] >= 0x80 ? [0, .. ours] : ours, AsNumber(secret));
    }
}
