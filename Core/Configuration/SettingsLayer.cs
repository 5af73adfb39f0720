using System.Globalization;

namespace PluginFramework.Core.Configuration;

/// <summary>Makes a layer of the configuration from single settings: the application's presets, the environment, the command line.</summary>
internal sealed class SettingsLayer
{
    public const string EnvironmentPrefix = "PLUGINHOST__";

    public ConfigurationNode Root { get; } = new(NodeKind.Object, default);

    /// <summary>Sets a value; one that begins with <c>[</c> or <c>{</c> is read as JSON.</summary>
    public void Set(ReadOnlySpan<string> path, string value, string source)
    {
        var text = value.AsSpan().TrimStart();
        var node = text is ['[' or '{', ..] ? JsoncReader.ReadValue(value, source) : new(NodeKind.Scalar, new(source)) { Value = value };
        Set(path, node);
    }

    public void Set(ReadOnlySpan<string> path, ConfigurationNode value)
    {
        var parent = Root;
        foreach (var name in path[..^1])
        {
            if (!parent.Children.TryGetValue(name, out var child) || child.Kind != NodeKind.Object)
            {
                parent.Children[name] = child = new(NodeKind.Object, value.Origin);
            }

            parent = child;
        }

        parent.Children[path[^1]] = value;
    }

    /// <summary>A layer of <c>key=value</c> settings.</summary>
    /// <exception cref="HostConfigurationException">One is of another form.</exception>
    public void SetAll(IEnumerable<string> settings, string option)
    {
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=');
            var path = equals < 1 ? null : SettingKey.Parse(setting[..equals]);
            if (path is null) throw new HostConfigurationException($"{option} '{setting}' is not of the form key.sub=value.");
            Set(path, setting[(equals + 1)..], $"{option} {setting[..equals]}");
        }
    }

    /// <summary><c>irc=tcp://127.0.0.1:6667</c>; each occurrence adds an address, and together they replace the protocol's.</summary>
    /// <exception cref="HostConfigurationException">One is of another form.</exception>
    public void SetEndpoints(IEnumerable<string> endpoints)
    {
        foreach (var group in endpoints.Select(SplitEndpoint).GroupBy(pair => pair.Protocol, StringComparer.OrdinalIgnoreCase))
        {
            var list = new ConfigurationNode(NodeKind.Array, new($"--endpoint {group.Key}"));
            foreach (var (_, address) in group.Where(pair => pair.Address.Length > 0))
            {
                list.Children.Add(list.Children.Count.ToString(CultureInfo.InvariantCulture), new(NodeKind.Scalar, list.Origin) { Value = address });
            }

            Set(["endpoints", group.Key], list);
        }
    }

    /// <summary>
    /// A layer of the variables that begin with <see cref="EnvironmentPrefix"/>. Shells take no dots in the names of variables, so in
    /// a plugin's id an underscore stands for a dot: <c>PLUGINHOST__PLUGINS__IDENTITY_SQLITE__PATH</c>.
    /// </summary>
    /// <exception cref="HostConfigurationException">A name has an empty part.</exception>
    public void SetEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var path = name[EnvironmentPrefix.Length..].Split("__");
            if (Array.Exists(path, part => part.Length == 0 || part.Contains(':')))
            {
                throw new HostConfigurationException($"The environment variable {name} names no key: {EnvironmentPrefix}KEY__SUB is the form.");
            }

            if (path.Length > 1 && path[0].Equals("plugins", StringComparison.OrdinalIgnoreCase)) path[1] = path[1].Replace('_', '.').ToLowerInvariant();
            if (path.Length > 1 && path[0].Equals("endpoints", StringComparison.OrdinalIgnoreCase)) path[1] = path[1].Replace('_', '-').ToLowerInvariant();
            Set(path, value, $"environment variable {name}");
        }
    }

    /// <summary>The layer, with members numbered 0, 1, … made lists (<c>PLUGINHOST__ENDPOINTS__IRC__0</c>).</summary>
    public ConfigurationNode Build() => WithLists(Root);

    private static ConfigurationNode WithLists(ConfigurationNode node)
    {
        if (node.Kind != NodeKind.Object) return node;
        var numbered = node.Children.Count > 0 && Enumerable.Range(0, node.Children.Count)
            .All(index => node.Children.ContainsKey(index.ToString(CultureInfo.InvariantCulture)));
        var built = new ConfigurationNode(numbered ? NodeKind.Array : NodeKind.Object, node.Origin) { Value = node.Value };
        foreach (var (name, child) in numbered ? node.Children.OrderBy(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture)) : node.Children.AsEnumerable())
        {
            built.Children.Add(name, WithLists(child));
        }

        return built;
    }

    private static (string Protocol, string Address) SplitEndpoint(string endpoint)
    {
        var equals = endpoint.IndexOf('=');
        if (equals > 0) return (endpoint[..equals].Trim(), endpoint[(equals + 1)..].Trim());
        throw new HostConfigurationException($"--endpoint '{endpoint}' is not of the form protocol=address, such as irc=tcp://127.0.0.1:6667.");
    }
}
