using System.Security.Cryptography;
using PluginFramework.Identity;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Authentication;

/// <summary>A login by public key or certificate (RFC 4252 §7).</summary>
internal static class PublicKeyLogin
{
    private const string Method = "publickey";

    public static async ValueTask TakeAsync(SshAuthentication login, AuthenticationRequestMessage message)
    {
        var request = PublicKeyRequest.Read(message.Data);
        var offer = Offer(login, message.UserName, request, out var problem);
        if (request.Signature is null)
        {
            var isWanted = offer is not null && await IsKnownAsync(login, message.UserName, offer);
            await login.AnswerQuestionAsync(isWanted ? new PublicKeyAcceptableMessage(request.Algorithm, request.PublicKey) : null);
            return;
        }

        if (offer is null)
        {
            await login.FailAsync(Method, problem);
            return;
        }

        var mustVerifyUser = offer.Terms?.MustVerifyUser ?? false;
        if (!offer.Key.Verify(offer.Algorithm, SignedData(login, message, request), request.Signature, mustVerifyUser))
        {
            await login.FailAsync(Method, "the signature is wrong");
            return;
        }

        switch (await login.CheckAsync(offer.Credential))
        {
            case AuthenticationResult.Succeeded succeeded:
                await login.SucceedAsync(succeeded.Principal, offer.Terms?.Limits ?? LoginLimits.None, offer.Terms is null ? Method : "certificate");
                break;
            case AuthenticationResult.Refused refused:
                await login.FailAsync(Method, refused.Failure.ToString());
                break;
        }
    }

    private static PublicKeyOffer? Offer(SshAuthentication login, string userName, PublicKeyRequest request, out string problem)
    {
        problem = "the key is of no type that is taken";
        if (UserCertificate.PlainName(request.Algorithm) is { } plain)
        {
            if (UserCertificate.Read(request.PublicKey) is not { } certificate) return null;
            var terms = CertificateTerms.Check(certificate, userName, login.Session, out problem);
            return terms is null || !certificate.Key.Algorithms.Contains(plain) ? null
                : new(certificate.Key, plain, new SshCertificateCredential(userName, certificate.KeyId, certificate.Serial), terms);
        }

        if (PublicKey.Read(request.PublicKey) is not { } key || !key.Algorithms.Contains(request.Algorithm)) return null;
        return new(key, request.Algorithm, new PublicKeyCredential(userName, key.Type, request.PublicKey), null);
    }

    // Else an agent's keys would each cost an attempt, and a security key a touch. Whoever asks has the public key already.
    private static async ValueTask<bool> IsKnownAsync(SshAuthentication login, string userName, PublicKeyOffer offer)
    {
        if (offer.Terms is not null || login.Session.Server.AccountKeys is not { } accountKeys) return true;
        var fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(((PublicKeyCredential)offer.Credential).PublicKey.Span)).TrimEnd('=');
        var keys = await accountKeys.ListAsync(userName, login.Session.ConnectionClosed);
        return keys.Any(key => key.Kind == AccountKeyKind.SshKey && key.Fingerprint == fingerprint);
    }

    private static byte[] SignedData(SshAuthentication login, AuthenticationRequestMessage message, PublicKeyRequest request) =>
        new SshWriter().String(login.Session.Exchange.SessionId).Number(SshMessageNumber.AuthenticationRequest)
            .Text(message.UserName).Text(message.Service).Text(Method).Boolean(true).Text(request.Algorithm).String(request.PublicKey).ToArray();
}
