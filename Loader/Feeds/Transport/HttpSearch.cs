using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>
/// Searches a v3 feed for plugin packages. NuGet.Protocol's own search does not tell the package types of what it found, and many feeds
/// do not know that filter.
/// </summary>
internal static class HttpSearch
{
    private static readonly string[] Services = ["SearchQueryService/3.5.0", "SearchQueryService/3.0.0-rc", "SearchQueryService/3.0.0-beta", "SearchQueryService"];

    public static async Task<ImmutableArray<FoundPlugin>> SearchAsync(
        SourceRepository repository, Feed feed, string text, int skip, int take, bool includePrerelease, CancellationToken cancellationToken)
    {
        var index = await repository.GetResourceAsync<ServiceIndexResourceV3>(cancellationToken).ConfigureAwait(false);
        var service = index?.GetServiceEntryUri(Services) ?? throw new FeedException(feed.Name, "it offers no search. Install a plugin from it by its package id.");
        var query = string.Create(CultureInfo.InvariantCulture, $"{service}{(service.Query.Length > 0 ? '&' : '?')}q={Uri.EscapeDataString(text)}&skip={skip}&take={take}")
            + $"&prerelease={(includePrerelease ? "true" : "false")}&semVerLevel=2.0.0&packageType={PackageTypes.Plugin}";
        var http = await repository.GetResourceAsync<HttpSourceResource>(cancellationToken).ConfigureAwait(false);
        var page = await http!.HttpSource.ProcessStreamAsync(new HttpSourceRequest(query, NullLogger.Instance),
            stream => JsonSerializer.DeserializeAsync(stream ?? Stream.Null, SearchJson.Default.SearchPage, cancellationToken).AsTask(),
            NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        return [.. (page?.Data ?? []).Where(hit => hit.Id is not null && hit.Version is not null && hit.IsPlugin).Select(hit =>
            new FoundPlugin(feed.Name, hit.Id!, hit.Version!, hit.Title is { Length: > 0 } title ? title : hit.Id!, hit.Description ?? "", Text(hit.Authors)))];
    }

    private static string Text(JsonElement authors) => authors.ValueKind switch
    {
        JsonValueKind.String => authors.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", authors.EnumerateArray().Select(author => author.ToString())),
        _ => "",
    };
}
