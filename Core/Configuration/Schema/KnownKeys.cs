using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>Every key that may be set in a host. Immutable.</summary>
internal sealed class KnownKeys
{
    private readonly ImmutableArray<OptionsSchema> _plugins;

    public KnownKeys(ImmutableArray<OptionsSchema> plugins)
    {
        _plugins = plugins;
        All =
        [
            .. HostKeys.All.SelectMany(option => Leaves([option.Name], option, KnownKey.Host)),
            .. plugins.SelectMany(plugin => plugin.Options.SelectMany(option => Leaves(["plugins", plugin.PluginId, option.Name], option, plugin.PluginId))),
        ];
    }

    /// <summary>The keys: those of objects in their place.</summary>
    public ImmutableArray<KnownKey> All { get; }

    public ImmutableArray<OptionsSchema> Plugins => _plugins;

    /// <summary>
    /// The names that a key is written with, in the spelling known. Where dots separate its names, a plugin's id with dots in it is found all
    /// the same.
    /// </summary>
    /// <returns><see langword="null"/> where it is no key at all.</returns>
    public string[]? Parse(string text)
    {
        var dotted = text.Replace(':', '.');
        if (All.FirstOrDefault(known => Dotted(known.Path).Equals(dotted, StringComparison.OrdinalIgnoreCase)) is { } exact) return [.. exact.Path];
        if (SettingKey.Parse(text) is not { } names) return null;
        foreach (var plugin in _plugins)
        {
            var prefix = $"plugins.{plugin.PluginId}.";
            if (plugin.PluginId.Contains('.') && dotted.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                names = ["plugins", plugin.PluginId, .. dotted[prefix.Length..].Split('.')];
        }

        return names;
    }

    /// <summary>What may be set at a path; <see langword="null"/> where nothing is known of it.</summary>
    public OptionSchema? Find(ReadOnlySpan<string> path)
    {
        if (path is []) return null;
        var isPlugin = Is(path[0], "plugins") && path.Length > 2;
        var id = isPlugin ? path[1] : null;
        var siblings = id is null ? HostKeys.All : _plugins.FirstOrDefault(plugin => Is(plugin.PluginId, id))?.Options ?? [];
        OptionSchema? found = null;
        foreach (var name in isPlugin ? path[2..] : path)
        {
            found = found is { Kind: OptionKind.Map or OptionKind.List } ? found.Items : siblings.FirstOrDefault(option => Is(option.Name, name));
            if (found is null) return null;
            siblings = found.Members;
        }

        return found;
    }

    /// <summary>Whether what is set at a path is shown to nobody.</summary>
    public bool IsSecret(ReadOnlySpan<string> path) => Find(path)?.IsSecret ?? (path is [.., var name] && SecretNames.Has(name));

    private static IEnumerable<KnownKey> Leaves(ImmutableArray<string> path, OptionSchema option, string owner) =>
        option is { Kind: OptionKind.Object, Members.IsEmpty: false }
            ? option.Members.SelectMany(member => Leaves(path.Add(member.Name), member, owner))
            : [new(path, option, owner)];

    private static bool Is(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static string Dotted(IEnumerable<string> path) => string.Join('.', path);
}
