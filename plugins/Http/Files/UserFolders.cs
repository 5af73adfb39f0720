using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Files;

/// <summary>The public folders of users, at <c>/~name/</c>.</summary>
internal sealed class UserFolders(string pattern, ImmutableArray<string> indexFiles, bool listing)
{
    // Pages of users run in an origin of their own: they stand under the same name as those where visitors are logged in.
    private const string Policy = "sandbox allow-downloads allow-forms allow-popups allow-scripts; frame-ancestors 'none'";

    public async Task<bool> TryServeAsync(HttpContext context, StaticFiles files)
    {
        var path = context.Request.Path.Value ?? "";
        if (pattern.Length == 0 || !path.StartsWith("/~", StringComparison.Ordinal)) return false;
        var end = path.IndexOf('/', 2);
        var name = end < 0 ? path[2..] : path[2..end];
        if (name.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) return false;
        var root = new StaticRoot(pattern.Replace("{user}", name, StringComparison.Ordinal), indexFiles, listing);
        return await files.TryServeAsync(context, root, end < 0 ? "" : path[end..], Policy);
    }
}
