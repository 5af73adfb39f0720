namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>What of the packed plugins is installed: the whole sets that <see cref="FeedTests"/> moves between.</summary>
internal static class Installed
{
    public static readonly string[] Nothing = [];

    /// <summary>The IRC server of a version, and what it needs.</summary>
    public static string[] Irc(string version) => ["chat 1.0.0", "identity 1.0.0", "identity.sqlite 1.0.0", $"irc {version}"];

    /// <summary>The plugins there are, with their versions.</summary>
    public static string[] In(DaemonStatus status) => [.. status.Plugins.Select(plugin => $"{plugin.Id} {plugin.Version}").Order(StringComparer.Ordinal)];

    /// <summary>Whether just these are there, and run.</summary>
    public static bool Is(DaemonStatus status, string[] plugins) => In(status).SequenceEqual(plugins) && status.Plugins.All(plugin => plugin.State == "Active");
}
