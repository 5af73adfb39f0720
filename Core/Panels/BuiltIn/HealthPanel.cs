using System.Collections.Immutable;
using System.Runtime.Loader;
using PluginFramework.Core.Network;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>Whether all is well: the worst of what it shows decides, and is said as a reason.</summary>
internal sealed class HealthPanel(HostFacts facts) : IPanel
{
    public ImmutableArray<PanelAct> Acts => [];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        var reasons = new List<(string Reason, ViewTone Tone)>();
        ImmutableArray<ViewField> parts = [.. Process(), .. Plugins(reasons), .. Network(reasons), .. Configuration(reasons)];
        var worst = reasons.Count == 0 ? ViewTone.Good : reasons.Max(reason => reason.Tone);
        return Task.FromResult<View>(new View.Fields(
        [
            new("state", "State", PanelValue.Of(worst switch { ViewTone.Bad => "failing", ViewTone.Warning => "degraded", _ => "ok" })) { Tone = worst },
            new("reasons", "Reasons", reasons.Count == 0 ? PanelValue.None : PanelValue.Of(reasons.OrderByDescending(reason => reason.Tone).Select(reason => reason.Reason))),
            .. parts,
        ]));
    }

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => throw new PanelException(PanelError.NotFound, "Health has no acts.");

    private IEnumerable<ViewField> Process() =>
    [
        new("version", "Version", PanelValue.Of(ProductVersion.Text)),
        new("uptime", "Up", PanelValue.Of(facts.Clock.GetUtcNow() - facts.StartedAt)),
        new("workingSet", "Working set", PanelValue.OfSize(Environment.WorkingSet)),
        new("managedHeap", "Managed heap", PanelValue.OfSize(GC.GetTotalMemory(forceFullCollection: false))),
    ];

    private IEnumerable<ViewField> Plugins(List<(string, ViewTone)> reasons)
    {
        foreach (var state in facts.Host.Plugins.List().GroupBy(plugin => plugin.State).OrderBy(state => state.Key))
        {
            var tone = PluginViews.ToneOf(state.Key);
            if (tone >= ViewTone.Warning) reasons.Add(($"{state.Key}: {string.Join(", ", state.Select(plugin => plugin.Id))}", tone));
            yield return new($"plugins{state.Key}", $"Plugins {state.Key}", PanelValue.Of(state.Count())) { Tone = tone };
        }

        yield return new("loadContexts", "Load contexts", PanelValue.Of(AssemblyLoadContext.All.Count(context => context.IsCollectible)));
        yield return new("pendingUnloads", "Unloading", PanelValue.Of(facts.PendingUnloads()));
        var leaks = facts.Leaks();
        if (leaks > 0) reasons.Add(($"{leaks} stopped plugin instances are still in memory", ViewTone.Warning));
        yield return new("leaks", "Not unloaded", PanelValue.Of(leaks)) { Tone = leaks > 0 ? ViewTone.Warning : ViewTone.Neutral };
    }

    private IEnumerable<ViewField> Network(List<(string, ViewTone)> reasons)
    {
        var endpoints = facts.Host.Endpoints.List();
        var unbound = endpoints.Where(endpoint => endpoint.Error is not null).Select(endpoint => $"{endpoint.Protocol} {endpoint.Address}").ToList();
        if (unbound.Count > 0) reasons.Add(($"Not bound: {string.Join(", ", unbound)}", ViewTone.Bad));
        yield return new("endpoints", "Endpoints", PanelValue.Of(endpoints.Length - unbound.Count));
        yield return new("unbound", "Not bound", PanelValue.Of(unbound)) { Tone = unbound.Count > 0 ? ViewTone.Bad : ViewTone.Neutral };
        yield return new("connections", "Connections", PanelValue.Of(facts.Network.Endpoints.ListConnections().Length));
        var (certificate, error) = facts.Network.Certificates.Peek();
        if (error is not null) reasons.Add((error, certificate is null ? ViewTone.Bad : ViewTone.Warning));
        var tone = certificate is null ? ViewTone.Neutral : CertificatePanel.ToneOf(certificate, facts.Clock.GetUtcNow());
        if (tone >= ViewTone.Warning) reasons.Add((Describe(certificate!), tone));
        yield return new("certificateExpires", "Certificate until", PanelValue.Of(certificate?.NotAfter)) { Tone = tone };
    }

    private IEnumerable<ViewField> Configuration(List<(string, ViewTone)> reasons)
    {
        var warnings = facts.Warnings();
        if (!warnings.IsEmpty) reasons.Add(($"{warnings.Length} of the configuration's settings have no effect", ViewTone.Warning));
        yield return new("warnings", "Configuration", warnings.IsEmpty ? PanelValue.None : PanelValue.Of(warnings.AsEnumerable()))
        {
            Tone = warnings.IsEmpty ? ViewTone.Neutral : ViewTone.Warning,
        };
    }

    private static string Describe(CertificateStatus certificate) =>
        $"The certificate {certificate.Subject} is valid from {certificate.NotBefore:yyyy-MM-dd} until {certificate.NotAfter:yyyy-MM-dd}";
}
