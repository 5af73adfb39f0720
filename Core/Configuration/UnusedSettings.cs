using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration;

/// <summary>Finds settings that name a plugin or protocol that is not there. A plugin may yet be dropped, so they are no errors.</summary>
public static class UnusedSettings
{
    /// <summary>A sentence for each, with its place and what to do, in the order written.</summary>
    /// <param name="configuration">The configuration in force.</param>
    /// <param name="pluginIds">The ids of all plugins found, running or not.</param>
    /// <param name="protocols">The protocols that these serve, running or not; <see langword="null"/>: not known, and none is judged.</param>
    public static ImmutableArray<string> Find(HostConfiguration configuration, IEnumerable<string> pluginIds, IEnumerable<string>? protocols)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var ids = pluginIds.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (protocols?.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase) is { } served)
        {
            foreach (var (protocol, node) in Members(configuration, "endpoints"))
            {
                if (served.Contains(protocol)) continue;
                warnings.Add($"endpoints:{protocol} at {node.Origin} has no effect: no plugin found serves that protocol"
                    + $"{NearestName.Hint(protocol, served)} Correct the name, or add a plugin that serves it.");
            }
        }

        foreach (var node in Disabled(configuration))
        {
            if (node.Value is not { Length: > 0 } id || ids.Contains(id)) continue;
            warnings.Add($"'{id}' in disabled at {node.Origin} has no effect: there is no such plugin{NearestName.Hint(id, ids)} Correct the id, or take it out.");
        }

        foreach (var (id, node) in Members(configuration, "plugins"))
        {
            if (ids.Contains(id)) continue;
            var hint = NearestName.Hint(id, ids);
            warnings.Add($"plugins:{id} at {node.Origin} has no effect: there is no such plugin"
                + $"{(hint == "." ? OptionsBinder.DottedIdHint(node.Origin) : hint)} Correct the id, or add the plugin.");
        }

        return warnings.ToImmutable();
    }

    private static OrderedDictionary<string, ConfigurationNode> Members(HostConfiguration configuration, string key) =>
        configuration.Root.Find(key)?.Children ?? [];

    /// <summary>One text stands for a list of it.</summary>
    private static IEnumerable<ConfigurationNode> Disabled(HostConfiguration configuration) => configuration.Root.Find("disabled") switch
    {
        null => [],
        { Kind: NodeKind.Scalar } only => [only],
        var list => list.Children.Values,
    };
}
