using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How feeds are shown: of a secret only where it comes from.</summary>
internal static class FeedViews
{
    public static View All(HostConfiguration configuration) => new View.Group(
    [
        new View.Table(
            [
                new("name", "Feed"), new("source", "Source"), new("userName", "User name"), new("password", "Password"), new("apiKey", "Key"),
                new("allowInsecure", "Plain HTTP"), new("origin", "Set at"),
            ],
            [
                .. configuration.Feeds.Feeds.Select(feed => new ViewRow(
                [
                    PanelValue.Of(feed.Name), PanelValue.Of(feed.ShownSource), PanelValue.Of(feed.UserName), PanelValue.Of(feed.Password?.ToString()),
                    PanelValue.Of(feed.ApiKey?.ToString()), PanelValue.Of(feed.AllowInsecure), PanelValue.Of(Origin(feed, configuration)),
                ])
                {
                    Subject = feed.Name,
                }),
            ])
        {
            EmptyText = "There is no feed, so no plugin can be installed from one. Add one.",
        },
        new View.Table(
            [new("pattern", "Packages"), new("feeds", "From")],
            [.. configuration.Feeds.Mappings.Select(mapping => new ViewRow([PanelValue.Of(mapping.Pattern), PanelValue.Of(mapping.Feeds)]))])
        {
            Title = "Mapping", EmptyText = "Any feed may supply any package.",
        },
        new View.Fields(
        [
            new("signatures", "Signatures", PanelValue.Of(configuration.Feeds.Signatures == SignaturePolicy.Require ? "require" : "accept")),
            new("trustedSigners", "Trusted signers", PanelValue.Of(configuration.Feeds.TrustedSigners.Select(signer => signer.Name))),
            new("includePrerelease", "Pre-releases", PanelValue.Of(configuration.Feeds.IncludePrerelease)),
        ])
        {
            Title = "What is taken",
        },
    ]);

    public static View One(Feed feed, HostConfiguration configuration) => new View.Fields(
    [
        new("name", "Feed", PanelValue.Of(feed.Name)), new("source", "Source", PanelValue.Of(feed.ShownSource)), new("userName", "User name", PanelValue.Of(feed.UserName)),
        new("password", "Password", PanelValue.Of(feed.Password?.ToString())), new("apiKey", "Key", PanelValue.Of(feed.ApiKey?.ToString())),
        new("allowInsecure", "Plain HTTP", PanelValue.Of(feed.AllowInsecure)), new("origin", "Set at", PanelValue.Of(Origin(feed, configuration))),
        new("packages", "May supply", PanelValue.Of(configuration.Feeds.Mappings.IsEmpty ? ["*"]
            : configuration.Feeds.Mappings.Where(mapping => mapping.Feeds.Contains(feed.Name, StringComparer.OrdinalIgnoreCase)).Select(mapping => mapping.Pattern))),
    ])
    {
        Title = feed.Name,
    };

    private static string? Origin(Feed feed, HostConfiguration configuration) => configuration.GetOrigin($"feeds:sources:{feed.Name}")?.ToString();
}
