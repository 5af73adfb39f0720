using System.Net;

namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>A named place that packages come from.</summary>
/// <param name="Name">Its name, unique among the feeds.</param>
/// <param name="Source">The address of a v3 service index, or the path of a folder of packages.</param>
public sealed record Feed(string Name, string Source)
{
    /// <summary>The user name for basic authentication; <see langword="null"/>: none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password that goes with <see cref="UserName"/>.</summary>
    public FeedSecret? Password { get; init; }

    /// <summary>A key sent as <c>X-NuGet-ApiKey</c>; <see langword="null"/>: none.</summary>
    public FeedSecret? ApiKey { get; init; }

    /// <summary>Allows plain HTTP beyond this machine. Default <see langword="false"/>: whoever is on the way could replace what is read.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Its source, fit to be shown: an address may hold a secret.</summary>
    public string ShownSource => MaskedAddress.In(Source);

    /// <summary>Whether it is reached over HTTP.</summary>
    public bool IsHttp => Address is not null;

    internal Uri? Address =>
        Uri.TryCreate(Source, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    /// <summary>What is wrong with it, a sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.AsSpan().ContainsAnyInRange('\0', '\x1f')) yield return $"The feed with the source '{ShownSource}' has no name; give it one.";
        if (string.IsNullOrWhiteSpace(Source)) yield return $"The feed '{Name}' has no source; give it the address of a service index or a folder.";
        if (UserName is null != Password is null) yield return $"The feed '{Name}' needs both a user name and a password, or neither.";
        if (Address is not { } address)
        {
            // The source is not repeated: there may be a password in it.
            if (Source.Contains("://", StringComparison.Ordinal)) yield return $"The feed '{Name}' has a source that is neither http(s) nor a folder.";
            yield break;
        }
        if (address.UserInfo.Length > 0) yield return $"The address of the feed '{Name}' holds a user name; write it apart, with the password as a secret.";
        if (!IsAllowed(address)) yield return $"The feed '{Name}' would be read over plain HTTP, where anybody on the way can replace what is read; use https, or allow it for this feed.";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({ShownSource})";

    internal bool IsAllowed(Uri address) => address.Scheme == Uri.UriSchemeHttps || AllowInsecure || IsLoopback(address);

    // A name is taken for this machine only where it cannot be anybody else's.
    private static bool IsLoopback(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
}
