using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>The host's own keys.</summary>
internal static class HostKeys
{
    private static readonly ImmutableArray<string> Levels = [.. Enum.GetNames<LogLevel>()];

    /// <summary>The keys beside <c>plugins</c>, in the order to show them.</summary>
    public static ImmutableArray<OptionSchema> All { get; } =
    [
        new("disabled", OptionKind.List) { Description = "Ids of plugins kept out.", Default = "[]", Items = Text("") },
        new("endpoints", OptionKind.Map)
        {
            Description = "Where to listen, by protocol, in place of the protocol's own: tcp://, tls://, unix:, fd:. An empty list: nowhere.",
            Items = new("", OptionKind.List) { Items = Text("") },
        },
        new("pluginDirectories", OptionKind.List)
        {
            Description = "Where to look for plugins besides plugins/ beside the executable and in the run directory. Read at the start only.", Default = "[]",
            Items = Text(""),
        },
        Text("transport") with { Description = "The transport that accepts connections; --help-transports lists them. Read at the start only." },
        new("network", OptionKind.Object)
        {
            Description = "Limits of connections. Read at the start only.",
            Members = new OptionsTypeReader(XmlSummaries.Beside(Path.Combine(AppContext.BaseDirectory, "PluginFramework.Core.dll")))
                .Read(typeof(NetworkOptions), new NetworkOptions()),
        },
        new("certificates", OptionKind.Object)
        {
            Description = "The certificate for TLS. Read at the start only.",
            Members =
            [
                Text("certificate") with { Description = "PEM file of the certificate chain. Not set: one is made in the run directory.", IsNullable = true },
                Text("key") with { Description = "PEM file of the private key. Not set: it is in the certificate's file.", IsNullable = true },
            ],
        },
        new("logging", OptionKind.Object)
        {
            Description = "What is logged.",
            Members =
            [
                Text("level") with { Description = "What is logged at least.", Default = nameof(LogLevel.Information), Choices = Levels },
                new("categories", OptionKind.Map) { Description = "The same for log categories that begin so; a plugin's id is one.", Items = Text("") with { Choices = Levels } },
            ],
        },
        new("startTimeout", OptionKind.Duration) { Description = "How long a plugin may take to start.", Default = "30s" },
        new("drainTimeout", OptionKind.Duration) { Description = "How long connections and plugins may take to finish.", Default = "10s" },
    ];

    private static OptionSchema Text(string name) => new(name, OptionKind.Text);
}
