using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Core.Generations;

/// <summary>Which plugins differ between two generations.</summary>
internal static class GenerationDifference
{
    /// <summary>The plugins that are installed, removed or replaced.</summary>
    public static ImmutableHashSet<string> Installed(Generation before, Generation after) =>
    [
        .. before.Lock.Plugins.Keys.Union(after.Lock.Plugins.Keys, StringComparer.Ordinal).Where(id => Key(before, id) != Key(after, id)),
    ];

    /// <summary>Those, and the ones that are configured otherwise, or switched on or off.</summary>
    public static ImmutableHashSet<string> Touched(Generation before, Generation after)
    {
        var installed = Installed(before, after);
        if (before.HasSameConfiguration(after)) return installed;
        var (old, changed) = (Read(before), Read(after));
        var configured = Names(old, "plugins").Union(Names(changed, "plugins"), StringComparer.OrdinalIgnoreCase)
            .Where(id => HostConfiguration.Describe(old?.Find("plugins", id)) != HostConfiguration.Describe(changed?.Find("plugins", id)));
        return installed.Union(configured.Concat(Disabled(old).Except(Disabled(changed))).Concat(Disabled(changed).Except(Disabled(old))).Select(id => id.ToLowerInvariant()));
    }

    private static (string? Version, string? Content) Key(Generation generation, string id) =>
        generation.Lock.Plugins.GetValueOrDefault(id) is { Package: not null } plugin ? (plugin.Version, plugin.Content?.GetValueOrDefault(Platform.RuntimeIdentifier)) : default;

    /// <summary>An edit from outside may hold what is no configuration.</summary>
    private static ConfigurationNode? Read(Generation generation)
    {
        try
        {
            return JsoncReader.ReadFile(generation.Configuration.ToArray(), HostConfigurationSources.FileName);
        }
        catch (HostConfigurationException)
        {
            return null;
        }
    }

    private static string[] Names(ConfigurationNode? root, string key) => root?.Find(key) is { Kind: NodeKind.Object } node ? [.. node.Children.Keys] : [];

    private static HashSet<string> Disabled(ConfigurationNode? root) => root?.Find("disabled") is not { } list ? []
        : (list.Kind == NodeKind.Scalar ? [list.Value ?? ""] : list.Children.Values.Select(item => item.Value ?? "")).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
