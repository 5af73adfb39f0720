using PluginFramework.Http.Hosting;

namespace PluginFramework.Http;

/// <summary>What is served under one host name.</summary>
public sealed class VirtualHostOptions
{
    /// <summary>Its folder of static files, relative to the plugin's data directory. Default empty: there is none.</summary>
    public string Root { get; set; } = "";

    /// <summary>Whether the web modules of plugins are served under this name, and the pages of the server itself. Default yes.</summary>
    public bool Modules { get; set; } = true;

    /// <summary>Whether a folder without an index file is listed. Default no.</summary>
    public bool Listing { get; set; }

    /// <summary>Instead of <see cref="HttpOptions.ContentSecurityPolicy"/> for its static files. Default <see langword="null"/>: that one serves.</summary>
    public string? ContentSecurityPolicy { get; set; }

    /// <summary>
    /// Where to send everybody who asks for this name, an absolute URL without a path: <c>https://www.example.org</c>. Path and query are
    /// appended. Default empty: nobody is sent away.
    /// </summary>
    public string RedirectTo { get; set; } = "";

    internal IEnumerable<string> Validate(string name)
    {
        if (HostPattern.Problem(name) is not null || name == "*") yield return $"Hosts has '{name}'; it must be host names, such as www.example.org.";
        if (ContentSecurityPolicy?.Any(c => c is < ' ' or > '~') == true)
            yield return $"Hosts: the ContentSecurityPolicy of {name} has a character that a header cannot; it must be one line of ASCII.";
        if (RedirectTo.Length > 0 && !(Uri.TryCreate(RedirectTo, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.PathAndQuery == "/" && !RedirectTo.EndsWith('/')))
            yield return $"Hosts: RedirectTo of {name} is '{RedirectTo}'; it must be a URL without a path, such as https://www.example.org.";
    }
}
