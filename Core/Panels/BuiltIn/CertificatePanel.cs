using System.Collections.Immutable;
using PluginFramework.Core.Network;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The certificate for TLS that is in use, and reading it again.</summary>
internal sealed class CertificatePanel(CertificateSource certificates, TimeProvider clock) : IPanel
{
    /// <summary>From when on it is time to renew a certificate: what issues them by itself does so earlier.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("reload", "Read again") { Description = "Reads the certificate's files now; new connections get what they hold. Changed files are noticed without it, too." },
    ];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => Task.FromResult(Show(certificates.Peek()));

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        var (inUse, error) = certificates.Reload();
        if (error is not null || inUse is null) throw new PanelException(PanelError.Configuration, error ?? "There is no certificate.");
        return Task.FromResult(new ActResult($"{inUse.Subject} is in use, valid until {inUse.NotAfter:yyyy-MM-dd}.")
        {
            View = Show((inUse, null)), AuditDetail = $"sha256: {inUse.Fingerprint}",
        });
    }

    /// <summary>Whether the time a certificate has left is a matter to see to.</summary>
    public static ViewTone ToneOf(CertificateStatus certificate, DateTimeOffset now) =>
        certificate.NotAfter <= now || certificate.NotBefore > now ? ViewTone.Bad : certificate.NotAfter - now < Soon ? ViewTone.Warning : ViewTone.Good;

    private View Show((CertificateStatus? InUse, string? Error) certificate)
    {
        var views = ImmutableArray.CreateBuilder<View>();
        if (certificate.Error is { } error) views.Add(new View.Error(error, certificate.InUse is null ? null : "Until then the one read before stays in use."));
        if (certificate.InUse is { } inUse)
        {
            views.Add(Fields(inUse));
            if (!inUse.Chain.IsEmpty) views.Add(Chain(inUse.Chain));
        }
        else if (certificate.Error is null) views.Add(new View.Text("No certificate has been needed yet; it is read, or made where none is configured, when TLS first is."));
        return views.Count == 1 ? views[0] : new View.Group(views.ToImmutable());
    }

    private View.Fields Fields(CertificateStatus certificate)
    {
        var tone = ToneOf(certificate, clock.GetUtcNow());
        return new(
        [
            new("subject", "Subject", PanelValue.Of(certificate.Subject)),
            new("names", "Names", PanelValue.Of(certificate.Names)),
            new("issuer", "Issuer", PanelValue.Of(certificate.Issuer)),
            new("selfSigned", "Self-signed", PanelValue.Of(certificate.IsSelfSigned)),
            new("notBefore", "Valid from", PanelValue.Of(certificate.NotBefore)) { Tone = certificate.NotBefore > clock.GetUtcNow() ? ViewTone.Bad : ViewTone.Neutral },
            new("notAfter", "Valid until", PanelValue.Of(certificate.NotAfter)) { Tone = tone },
            new("daysLeft", "Days left", PanelValue.Of((long)Math.Floor((certificate.NotAfter - clock.GetUtcNow()).TotalDays))) { Tone = tone },
            new("fingerprint", "SHA-256", PanelValue.Of(certificate.Fingerprint)),
            new("file", "File", PanelValue.Of(certificate.Path)),
        ]);
    }

    private View.Table Chain(ImmutableArray<CertificateStatus> chain) => new(
        [new("subject", "Sent along"), new("issuer", "Issuer"), new("notAfter", "Valid until")],
        [
            .. chain.Select(above => new ViewRow([PanelValue.Of(above.Subject), PanelValue.Of(above.Issuer), PanelValue.Of(above.NotAfter)])
            {
                Tone = ToneOf(above, clock.GetUtcNow()),
            }),
        ]);
}
