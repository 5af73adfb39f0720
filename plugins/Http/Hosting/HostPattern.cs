using System.Net;

namespace PluginFramework.Http.Hosting;

/// <summary>A host name as the configuration has it: a name, <c>*.</c> and a name for all below it, an IP address, or <c>*</c>.</summary>
internal static class HostPattern
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? Problem(string pattern)
    {
        var name = pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern;
        return pattern == "*" || IPAddress.TryParse(name, out _) || Uri.CheckHostName(name) == UriHostNameType.Dns
            ? null : $"AllowedHosts has '{pattern}'; it must be host names without ports, such as www.example.org, *.example.org or *.";
    }

    public static bool Matches(string pattern, string host) => pattern == "*" || (pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length > pattern.Length - 1
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase));
}
