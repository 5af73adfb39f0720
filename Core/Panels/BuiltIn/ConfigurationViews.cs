using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How the configuration is shown.</summary>
internal static class ConfigurationViews
{
    private const string NotKnown = "No plugin found here knows this key.";

    /// <summary>Every key known or set.</summary>
    /// <param name="configuration">What is in force.</param>
    /// <param name="keys">What is known.</param>
    /// <param name="onlySet">Leave out what is not set.</param>
    public static View All(HostConfiguration configuration, KnownKeys keys, bool onlySet)
    {
        var known = keys.All.Select(key => (key.Name, Row: Row(configuration, keys, key))).ToList();
        var names = known.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var others = Unknown(configuration.Root, [], names, keys).Select(path => RowOf(configuration, keys, path, new("", OptionKind.Text) { Description = NotKnown }, KnownKey.Host));
        return new View.Table(
            [
                new("key", "Key"), new("value", "Value"), new("default", "Default"), new("origin", "Set at"), new("description", "Meaning"),
                new("kind", "Kind") { IsDetail = true }, new("choices", "Choices") { IsDetail = true }, new("minimum", "At least") { IsDetail = true },
                new("maximum", "At most") { IsDetail = true }, new("secret", "Secret") { IsDetail = true },
            ],
            [.. known.Select(entry => entry.Row).Concat(others).Where(row => !onlySet || row.Cells[1].Kind != PanelValueKind.None)])
        {
            EmptyText = "Nothing is set.",
        };
    }

    /// <summary>The options of the host or of a plugin.</summary>
    public static View Section(HostConfiguration configuration, KnownKeys keys, string owner)
    {
        var fields = keys.All.Where(key => key.Owner == owner).Select(key => Row(configuration, keys, key).Cells)
            .Select((cells, index) => new ViewField(cells[0].Text, cells[0].Text, cells[1].Kind == PanelValueKind.None ? cells[2] : cells[1]));
        var plugin = keys.Plugins.FirstOrDefault(candidate => candidate.PluginId == owner);
        var view = new View.Fields([.. fields]) { Title = plugin?.Title ?? "The host" };
        var word = plugin?.Gap ?? (view.Items.IsEmpty ? "It has nothing to configure." : null);
        return word is null ? view : new View.Group([view, new View.Text(word)]);
    }

    /// <summary>One key.</summary>
    public static View One(HostConfiguration configuration, KnownKeys keys, string[] path)
    {
        var schema = keys.Find(path) ?? new OptionSchema(path[^1], OptionKind.Text) { Description = NotKnown };
        var cells = RowOf(configuration, keys, path, schema, KnownKey.Host).Cells;
        var fields = new View.Fields(
        [
            new("key", "Key", cells[0]), new("value", "Value", cells[1]), new("default", "Default", cells[2]), new("origin", "Set at", cells[3]),
            new("description", "Meaning", cells[4]), new("choices", "Choices", PanelValue.Of(schema.Choices)),
        ]);
        return fields with { Items = [.. fields.Items.Where(field => field.Name != "choices" || !schema.Choices.IsEmpty)] };
    }

    private static ViewRow Row(HostConfiguration configuration, KnownKeys keys, KnownKey key) => RowOf(configuration, keys, [.. key.Path], key.Schema, key.Owner);

    private static ViewRow RowOf(HostConfiguration configuration, KnownKeys keys, string[] path, OptionSchema schema, string owner)
    {
        var node = configuration.Root.Find(path);
        return new(
        [
            PanelValue.Of(string.Join(':', path)),
            PanelValue.Of(node is null ? null : NodeText.Of(node, path, keys)),
            PanelValue.Of(schema.IsSecret ? null : schema.Default),
            PanelValue.Of(node is null ? "default" : node.Origin.ToString()),
            PanelValue.Of(schema.Description),
            PanelValue.Of(schema.Kind.ToString().ToLowerInvariant()),
            PanelValue.Of(schema.Choices),
            schema.Minimum is { } minimum ? PanelValue.Of(minimum) : PanelValue.None,
            schema.Maximum is { } maximum ? PanelValue.Of(maximum) : PanelValue.None,
            PanelValue.Of(schema.IsSecret),
        ])
        {
            Subject = owner,
        };
    }

    private static IEnumerable<string[]> Unknown(ConfigurationNode node, ImmutableArray<string> path, HashSet<string> names, KnownKeys keys)
    {
        foreach (var (name, child) in node.Children)
        {
            var inner = path.Add(name);
            if (names.Contains(string.Join(':', inner)) || (path.IsEmpty && name == "$schema")) continue;
            if (child is not { Kind: NodeKind.Object, Children.Count: > 0 }) yield return [.. inner];
            else foreach (var found in Unknown(child, inner, names, keys)) yield return found;
        }
    }
}
