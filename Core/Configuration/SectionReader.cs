using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Configuration;

/// <summary>Takes the host's own keys out of the configuration and collects what is wrong with them.</summary>
/// <param name="root">The configuration.</param>
/// <param name="baseDirectory">What relative paths start from.</param>
internal sealed class SectionReader(ConfigurationNode root, string baseDirectory)
{
    private static readonly ImmutableArray<string> TopLevel =
    [
        "certificates", "disabled", "drainTimeout", "endpoints", "feeds", "logging", "network", "pluginDirectories", "plugins", "startTimeout", "transport",
    ];

    private readonly List<string> _errors = [];

    public void CheckTopLevel()
    {
        CheckKeys(root, [.. TopLevel, "$schema"]);
        if (Object("certificates") is { } certificates) CheckKeys(certificates, ["certificate", "key"]);
        if (Object("logging") is { } logging) CheckKeys(logging, ["categories", "level"]);
        Object("network");
    }

    public void ThrowIfErrors()
    {
        if (_errors.Count > 0) throw new HostConfigurationException(string.Join(Environment.NewLine, _errors));
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    public string? ResolvePath(string? path) => path is null ? null : Path.GetFullPath(path, baseDirectory);

    public string? Text(params ReadOnlySpan<string> path)
    {
        if (root.Find(path) is not { } node) return null;
        if (node is { Kind: NodeKind.Scalar, Value: null }) return null;
        if (node is { Kind: NodeKind.Scalar, Value: { Length: > 0 } text }) return text;
        Fail(path, node, "must be a text");
        return null;
    }

    public ImmutableArray<string> Strings(params ReadOnlySpan<string> path) => root.Find(path) is { } node ? Strings(path, node) : [];

    public TimeSpan Time(string key, TimeSpan whenUnset)
    {
        if (Text(key) is not { } text) return whenUnset;
        if (Duration.TryParse(text, out var time) && time > TimeSpan.Zero) return time;
        _errors.Add($"{key} at {root.Find(key)?.Origin} is '{text}'; it must be {Duration.Forms}, more than 0.");
        return whenUnset;
    }

    public bool? Flag(params ReadOnlySpan<string> path)
    {
        if (Text(path) is not { } text) return null;
        if (bool.TryParse(text, out var flag)) return flag;
        Fail(path, root.Find(path)!, $"is '{text}'; it must be true or false");
        return null;
    }

    public LogLevel? Level(params ReadOnlySpan<string> path)
    {
        if (Text(path) is not { } text) return null;
        var level = ParseLevel(text);
        if (level is null) Fail(path, root.Find(path)!, $"is '{text}'; it must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
        return level;
    }

    public ImmutableDictionary<string, LogLevel> LogCategories()
    {
        var levels = ImmutableDictionary.CreateBuilder<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Object("logging", "categories")?.Children.Keys.ToArray() ?? [])
        {
            if (Level("logging", "categories", name) is { } level) levels[name] = level;
        }

        return levels.ToImmutable();
    }

    public ImmutableDictionary<string, ImmutableArray<string>> Endpoints()
    {
        var endpoints = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (protocol, node) in Object("endpoints")?.Children ?? [])
        {
            if (node is not { Kind: NodeKind.Scalar, Value: null }) endpoints[protocol] = Strings(["endpoints", protocol], node);
        }

        return endpoints.ToImmutable();
    }

    public ImmutableDictionary<string, ConfigurationOrigin> PluginSections()
    {
        var sections = ImmutableDictionary.CreateBuilder<string, ConfigurationOrigin>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, node) in Object("plugins")?.Children ?? [])
        {
            if (node.Kind == NodeKind.Object) sections[id] = node.Origin;
            else Fail(["plugins", id], node, "must be an object with the plugin's options");
        }

        return sections.ToImmutable();
    }

    private static LogLevel? ParseLevel(string text) =>
        Enum.GetValues<LogLevel>().Where(level => level.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(level => (LogLevel?)level).FirstOrDefault();

    public ConfigurationNode? Object(params ReadOnlySpan<string> path)
    {
        if (root.Find(path) is not { } node || node.Kind == NodeKind.Object) return root.Find(path);
        if (node.Value is not null || node.Kind == NodeKind.Array) Fail(path, node, "must be an object: { … }");
        return null;
    }

    public ImmutableArray<string> Strings(ReadOnlySpan<string> path, ConfigurationNode node)
    {
        // One text stands for a list of it: what most settings of the environment and --set have.
        if (node is { Kind: NodeKind.Scalar, Value: { Length: > 0 } only }) return [only];
        if (node is { Kind: NodeKind.Scalar, Value: null }) return [];
        if (node.Kind == NodeKind.Array && node.Children.Values.All(item => item is { Kind: NodeKind.Scalar, Value.Length: > 0 }))
        {
            return [.. node.Children.Values.Select(item => item.Value!)];
        }

        Fail(path, node, "must be a list of texts: [\"…\"]");
        return [];
    }

    public void CheckKeys(ConfigurationNode node, ImmutableArray<string> known)
    {
        foreach (var (name, child) in node.Children)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                _errors.Add($"Unknown key '{name}' at {child.Origin}{NearestName.Hint(name, known)}");
            }
        }
    }

    /// <summary>Something is wrong with what stands at a place.</summary>
    public void Fail(ConfigurationOrigin origin, string problem) => _errors.Add($"{problem.TrimEnd('.')}, at {origin}.");

    private void Fail(ReadOnlySpan<string> path, ConfigurationNode node, string problem) =>
        _errors.Add($"{string.Join(':', path)} at {node.Origin} {problem}.");
}
