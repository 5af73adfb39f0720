namespace PluginFramework.Http;

/// <summary>A part of the server's paths that another server answers.</summary>
public sealed class ProxyOptions
{
    /// <summary>The other server, with a path before its own if need be: <c>http://127.0.0.1:3000</c>, <c>https://wiki.internal/app</c>.</summary>
    public string Destination { get; set; } = "";

    /// <summary>Whether the path that led here is left out of what the other server sees. Default no.</summary>
    public bool StripPath { get; set; }

    /// <summary>Whether the other server sees the name the client asked for instead of its own. Default no.</summary>
    public bool KeepHost { get; set; }

    /// <summary>Who may come: empty for everybody, <c>*</c> for every user who has logged in, or a role. Default empty.</summary>
    public string Role { get; set; } = "";

    /// <summary>How long the other server may be silent within a request. Default 100 seconds, range 1 second to 1 hour.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    internal IEnumerable<string> Validate(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || path.AsSpan().ContainsAny("?#% \\") || (slash > 0 && Hosting.HostPattern.Problem(path[..slash]) is not null))
            yield return $"Proxies has '{path}'; it must be paths with or without a host before them: /wiki, git.example.org/.";
        if (!Uri.TryCreate(Destination, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            yield return $"Proxies: Destination of {path} is '{Destination}'; it must be the URL of a server: http://127.0.0.1:3000.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromHours(1))
            yield return $"Proxies: Timeout of {path} is {Timeout}; it must lie in 00:00:01 to 01:00:00.";
    }
}
