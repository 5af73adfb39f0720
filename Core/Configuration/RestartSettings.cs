using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration;

/// <summary>Finds changes of the configuration that only the next start takes. All other keys are followed while the daemon runs.</summary>
public static class RestartSettings
{
    private static readonly ImmutableArray<string> Keys = ["certificates", "network", "pluginDirectories", "transport"];

    /// <summary>Stands for what is not set, and for null, which sets nothing.</summary>
    private static readonly ConfigurationNode Unset = new(NodeKind.Object, default);

    /// <summary>A sentence for each key, with its place and what to do; none where a value is again what it was.</summary>
    /// <param name="atStart">What the daemon was started with.</param>
    /// <param name="now">What is configured now.</param>
    public static ImmutableArray<string> Find(HostConfiguration atStart, HostConfiguration now)
    {
        ArgumentNullException.ThrowIfNull(atStart);
        ArgumentNullException.ThrowIfNull(now);
        return [.. Keys.SelectMany(key => Changes(key, In(atStart.Root, key), In(now.Root, key)))];
    }

    private static IEnumerable<string> Changes(string key, ConfigurationNode before, ConfigurationNode after)
    {
        if (HostConfiguration.Describe(before) == HostConfiguration.Describe(after)) return [];
        if (before.Kind == NodeKind.Object && after.Kind == NodeKind.Object)
        {
            var names = before.Children.Keys.Union(after.Children.Keys, StringComparer.OrdinalIgnoreCase);
            return names.SelectMany(name => Changes($"{key}:{name}", In(before, name), In(after, name)));
        }

        var what = after == Unset ? $"{key}, set at {before.Origin} before, is no longer set" : $"{key} at {after.Origin} has changed";
        return [$"{what}; this takes effect when the daemon is started again."];
    }

    private static ConfigurationNode In(ConfigurationNode node, string name) =>
        node.Find(name) is { } child and not { Kind: NodeKind.Scalar, Value: null } ? child : Unset;
}
