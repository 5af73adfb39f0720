namespace PluginFramework.Core.Configuration;

/// <summary>A value of the configuration with its origin. Not changed once its layer has been read.</summary>
/// <param name="kind">What it is.</param>
/// <param name="origin">Where its key stands, or the value itself in a list.</param>
internal sealed class ConfigurationNode(NodeKind kind, ConfigurationOrigin origin)
{
    public NodeKind Kind { get; } = kind;

    public ConfigurationOrigin Origin { get; } = origin;

    /// <summary>The text of a scalar; <see langword="null"/> for JSON's null.</summary>
    public string? Value { get; init; }

    /// <summary>The members by name without regard to case, or the elements by index, in the order written.</summary>
    public OrderedDictionary<string, ConfigurationNode> Children { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Offset in the file of the key's first octet; that of the value where there is no key.</summary>
    public int KeyStart { get; init; }

    /// <summary>Offset in the file of the value's first octet.</summary>
    public int Start { get; init; }

    /// <summary>Offset in the file just after the value.</summary>
    public int End { get; set; }

    /// <summary>The node at a path of keys, or <see langword="null"/>.</summary>
    public ConfigurationNode? Find(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var key in path)
        {
            if (!node.Children.TryGetValue(key, out var child)) return null;
            node = child;
        }

        return node;
    }

    /// <summary>Lays <paramref name="over"/> over this: objects are merged, all else is replaced, lists included.</summary>
    public ConfigurationNode Overlay(ConfigurationNode over)
    {
        if (Kind != NodeKind.Object || over.Kind != NodeKind.Object) return over;
        var merged = new ConfigurationNode(NodeKind.Object, Origin);
        foreach (var (name, child) in Children) merged.Children[name] = child;
        foreach (var (name, child) in over.Children)
        {
            merged.Children[name] = merged.Children.TryGetValue(name, out var below) ? below.Overlay(child) : child;
        }

        return merged;
    }
}
