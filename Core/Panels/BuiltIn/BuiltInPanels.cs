using System.Collections.Immutable;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The panels of the host itself.</summary>
internal static class BuiltInPanels
{
    public static ImmutableArray<NamedPanel> Of(HostFacts facts) =>
    [
        .. Of(facts.Host),
        new("session", "Connections", new SessionPanel(facts.Network.Endpoints, facts.Clock)) { Description = "Who is connected; a connection can be ended." },
        new("certificate", "Certificate", new CertificatePanel(facts.Network.Certificates, facts.Clock)) { Description = "The certificate for TLS and how long it lasts." },
        new("audit", "Audit", new AuditPanel(Path.Combine(facts.RunDirectory, "audit.jsonl"), facts.Clock)) { Description = "Who did what, the latest first." },
        new("log", "Log", new LogPanel(facts.Log)) { Description = "The latest entries of the log." },
        new("health", "Health", new HealthPanel(facts)) { Description = "Whether all is well, and if not, why." },
    ];

    /// <summary>Those that any host has, whatever it is made of.</summary>
    public static ImmutableArray<NamedPanel> Of(IPluginHost host) =>
    [
        .. InstallPanels.Of(host),
        new("endpoint", "Endpoints", new EndpointPanel(host.Endpoints)) { Description = "Where the daemon listens, and where it could not." },
        .. host is IConfigurableHost configurable ? [new NamedPanel("config", "Configuration", new ConfigurationPanel(configurable)) { Description = "What is configured, and whence." }] : (NamedPanel[])[],
    ];
}
