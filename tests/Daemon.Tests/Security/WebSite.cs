using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>The pages somebody comes to by links and by forms that only ask: all kinds of them, some of each kind.</summary>
internal sealed partial class WebSite
{
    private const int MostPages = 1000;

    private static readonly string[] Roots = ["/", "/panel/", "/panel/index", "/prompt/"];

    private WebSite(ImmutableArray<WebPage> pages)
    {
        Pages = pages;
        Forms = [.. pages.SelectMany(page => WebForm.In(page.Document)).Where(form => form.IsPost).DistinctBy(form => KindOf(form.Action))];
    }

    public ImmutableArray<WebPage> Pages { get; }

    /// <summary>A form for each address that one can be sent to.</summary>
    public ImmutableArray<WebForm> Forms { get; }

    public static async Task<WebSite> ExploreAsync(WebVisitor visitor, int ofEachKind = 1)
    {
        var (pages, seen, kinds) = (ImmutableArray.CreateBuilder<WebPage>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var next = new Queue<string>(Roots);
        while (next.TryDequeue(out var path))
        {
            var kind = KindOf(path);
            if (!seen.Add(path) || kinds.GetValueOrDefault(kind) >= ofEachKind) continue;
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            pages.Count.ShouldBeLessThan(MostPages, "the site has an end");
            using var answer = await visitor.GetAsync(path);
            if (answer.Headers.Location is { } location) next.Enqueue(new Uri(new Uri(visitor.Origin, path), location).PathAndQuery);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var document = await visitor.ReadAsync(answer);
            pages.Add(new(path, (int)answer.StatusCode, document));
            foreach (var link in document.QuerySelectorAll("a[href]").Select(link => WebForm.PathOf(link.GetAttribute("href")!, document))) next.Enqueue(link);
            foreach (var form in WebForm.In(document).Where(form => !form.IsPost)) next.Enqueue(AddressOf(form));
        }

        return new(pages.ToImmutable());
    }

    /// <summary>What addresses have in common that differ in the thing they are about alone.</summary>
    public static string KindOf(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? address : address[..query];
        IEnumerable<string> names = query < 0 ? [] : address[(query + 1)..].Split('&').Select(pair => pair.Split('=')[0]).Distinct().Order(StringComparer.Ordinal);
        return Thing().Replace(path, "$1*") + "?" + string.Join('&', names);
    }

    private static string AddressOf(WebForm form) => form.Action.Split('?')[0] + "?" + string.Join('&', form.Fields.Where(field => field.Value.Length > 0)
        .Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    [GeneratedRegex("^(/panel/p/[^/]+/(?!act/)|/panel/run/|/prompt/(?=[0-9]))[^/]+")]
    private static partial Regex Thing();

    /// <summary>A page that was found.</summary>
    internal sealed record WebPage(string Path, int Status, IDocument Document);
}
