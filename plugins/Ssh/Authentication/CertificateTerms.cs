using System.Net;
using System.Text;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Authentication;

/// <summary>What a certificate grants and asks, once it has been found good (OpenSSH's PROTOCOL.certkeys).</summary>
/// <param name="Limits">What its owner may do.</param>
/// <param name="MustVerifyUser">Its security key must have asked for more than a touch.</param>
internal sealed record CertificateTerms(LoginLimits Limits, bool MustVerifyUser)
{
    /// <summary>Checks all but the signature of its owner.</summary>
    /// <returns><see langword="null"/>: it is not good here and now, for the reason given.</returns>
    public static CertificateTerms? Check(UserCertificate certificate, string userName, SshSession session, out string problem)
    {
        var now = (ulong)session.Server.Clock.GetUtcNow().ToUnixTimeSeconds();
        problem =
            !session.Server.Authorities.Any(authority => authority.AsSpan().SequenceEqual(certificate.Authority)) ? "the certificate's authority is not trusted"
            : !certificate.IsSigned() ? "the certificate's authority has not signed it"
            : !certificate.Principals.Contains(userName, StringComparer.OrdinalIgnoreCase) ? "the certificate is not for this user"
            : now < certificate.ValidAfter ? "the certificate is not good yet"
            : now >= certificate.ValidBefore ? "the certificate is not good any more"
            : "";
        if (problem.Length > 0) return null;

        string? command = null;
        var mustVerifyUser = false;
        foreach (var (name, data) in certificate.CriticalOptions)
        {
            switch (name)
            {
                case "force-command":
                    command = Read(data);
                    break;
                case "source-address" when IsFrom(session.Client.RemoteAddress, Read(data)):
                    break;
                case "source-address":
                    problem = "the certificate is not for this address";
                    return null;
                case "verify-required" when data.Length == 0:
                    mustVerifyUser = true;
                    break;
                default:
                    problem = $"the certificate has the critical option '{name}', which is not known here";
                    return null;
            }
        }

        return new(new(command, certificate.Extensions.Contains("permit-pty"), certificate.Extensions.Contains("permit-port-forwarding")), mustVerifyUser);
    }

    private static string Read(byte[] data)
    {
        var reader = new SshReader(data);
        var text = Encoding.UTF8.GetString(reader.ReadString());
        reader.End();
        return text;
    }

    private static bool IsFrom(string address, string networks) =>
        IPAddress.TryParse(address, out var remote)
        && networks.Split(',').Any(network => IPNetwork.TryParse(network.Contains('/', StringComparison.Ordinal) ? network : network + (remote.GetAddressBytes().Length == 4 ? "/32" : "/128"), out var parsed) && parsed.Contains(remote));
}
