using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Configuration;

/// <summary>The configuration of a host as it stood at one moment. Immutable; safe for use from any thread.</summary>
public sealed class HostConfiguration
{
    internal HostConfiguration(ConfigurationNode root, string filePath, byte[] fileText)
    {
        Root = root;
        FilePath = filePath;
        FileText = fileText;
        var sections = new SectionReader(root, Path.GetDirectoryName(Path.GetFullPath(filePath)) ?? "/");
        sections.CheckTopLevel();
        Disabled = sections.Strings("disabled").Select(id => id.ToLowerInvariant()).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        PluginDirectories = [.. sections.Strings("pluginDirectories").Select(path => sections.ResolvePath(path))];
        Endpoints = sections.Endpoints();
        Transport = sections.Text("transport");
        CertificatePath = sections.ResolvePath(sections.Text("certificates", "certificate"));
        CertificateKeyPath = sections.ResolvePath(sections.Text("certificates", "key"));
        LogLevel = sections.Level("logging", "level") ?? LogLevel.Information;
        LogCategories = sections.LogCategories();
        StartTimeout = sections.Time("startTimeout", TimeSpan.FromSeconds(30));
        DrainTimeout = sections.Time("drainTimeout", TimeSpan.FromSeconds(10));
        PluginSections = sections.PluginSections();
        sections.ThrowIfErrors();
    }

    /// <summary>A configuration that sets nothing.</summary>
    public static HostConfiguration Empty { get; } = new(new(NodeKind.Object, default), HostConfigurationSources.FileName, []);

    /// <summary>The configuration file, whether it exists or not: what commands edit.</summary>
    public string FilePath { get; }

    /// <summary>The ids of plugins kept out, in lower case as ids are, compared without regard to case.</summary>
    public ImmutableHashSet<string> Disabled { get; private set; }

    /// <summary>Directories to look for plugins in besides the default ones, absolute. Relative ones are taken from the file's directory.</summary>
    public ImmutableArray<string> PluginDirectories { get; }

    /// <summary>
    /// Where to listen, by protocol, in place of the protocol's own endpoints. An empty list: nowhere. A protocol that is not a key
    /// keeps its own.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Endpoints { get; }

    /// <summary>The transport's name; <see langword="null"/>: the host's default.</summary>
    public string? Transport { get; }

    /// <summary>The PEM file of the certificate chain, absolute; <see langword="null"/>: the host makes its own.</summary>
    public string? CertificatePath { get; }

    /// <summary>The PEM file of the private key, absolute; <see langword="null"/>: it is in <see cref="CertificatePath"/>.</summary>
    public string? CertificateKeyPath { get; }

    /// <summary>What is logged at least, where <see cref="LogCategories"/> says nothing else. Default Information.</summary>
    public LogLevel LogLevel { get; }

    /// <summary>What is logged at least, by the beginning of the category; the longest match counts.</summary>
    public ImmutableDictionary<string, LogLevel> LogCategories { get; }

    /// <summary>How long a plugin may take to start. Default 30 s, more than 0.</summary>
    public TimeSpan StartTimeout { get; }

    /// <summary>How long connections and plugins may take to finish when they are stopped or replaced. Default 10 s, more than 0.</summary>
    public TimeSpan DrainTimeout { get; }

    /// <summary>The ids that have a section under <c>plugins</c>, whether there is such a plugin or not, and where.</summary>
    public ImmutableDictionary<string, ConfigurationOrigin> PluginSections { get; }

    /// <summary>All sources laid over each other.</summary>
    internal ConfigurationNode Root { get; }

    /// <summary>What the file held when it was read; empty where there was none.</summary>
    internal byte[] FileText { get; }

    /// <summary>Reads and checks all sources.</summary>
    /// <exception cref="HostConfigurationException">The file cannot be read, or a key or value is wrong.</exception>
    public static HostConfiguration Load(HostConfigurationSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var (text, file) = ConfigurationFile.Read(sources.FilePath, sources.FileRequired);
        return Build(sources, text, file);
    }

    /// <summary>Checks all sources as if the file held that text.</summary>
    /// <exception cref="HostConfigurationException">A key or value is wrong.</exception>
    internal static HostConfiguration Load(HostConfigurationSources sources, byte[] text) =>
        Build(sources, text, JsoncReader.ReadFile(text, sources.FilePath));

    private static HostConfiguration Build(HostConfigurationSources sources, byte[] text, ConfigurationNode file)
    {
        var presets = new SettingsLayer();
        presets.SetAll(sources.Presets, "preset");
        var environment = new SettingsLayer();
        environment.SetEnvironment(sources.Environment);
        var commandLine = new SettingsLayer();
        commandLine.SetAll(sources.Settings, "--set");
        commandLine.SetEndpoints(sources.Endpoints);
        if (sources.Transport is { } transport) commandLine.Set(["transport"], transport, "--transport");
        return new(presets.Build().Overlay(file).Overlay(environment.Build()).Overlay(commandLine.Build()), sources.FilePath, text);
    }

    /// <summary>Where the value of a key was set, names separated by colons (<c>plugins:irc:network</c>); <see langword="null"/> where it was not.</summary>
    public ConfigurationOrigin? GetOrigin(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Root.Find(key.Split(':'))?.Origin;
    }

    /// <summary>Binds a section of the host's own; what is not set keeps the type's default. Unknown keys are errors.</summary>
    /// <remarks>The type's own <c>Validate</c> is called if it is <see cref="IPluginOptions"/>.</remarks>
    /// <exception cref="HostConfigurationException">A key is unknown or a value does not convert.</exception>
    public T Bind<T>(string section) where T : class, new()
    {
        try
        {
            return (T)OptionsBinder.Bind(typeof(T), Root, section.Split(':'));
        }
        catch (PluginConfigurationException error)
        {
            throw new HostConfigurationException(error.Message, error);
        }
    }

    /// <summary>Binds the section of a plugin and validates the result; what is not set keeps the type's default.</summary>
    /// <exception cref="PluginConfigurationException">A key is unknown, a value does not convert, or validation failed.</exception>
    public T BindPluginOptions<T>(string pluginId) where T : class, IPluginOptions, new() => (T)BindPluginOptions(typeof(T), pluginId);

    /// <inheritdoc cref="BindPluginOptions{T}"/>
    /// <param name="optionsType">A class with a parameterless constructor that implements <see cref="IPluginOptions"/>.</param>
    /// <param name="pluginId">The plugin's id.</param>
    public object BindPluginOptions(Type optionsType, string pluginId) => OptionsBinder.Bind(optionsType, Root, ["plugins", pluginId]);

    /// <summary>The section of a plugin as text that differs exactly when a key or value does; empty where there is none.</summary>
    public string DescribePluginSection(string pluginId) => Describe(Root.Find("plugins", pluginId));

    /// <summary>The same configuration with a plugin switched on or off, for a host whose configuration comes from no file.</summary>
    public HostConfiguration WithDisabled(string pluginId, bool isDisabled)
    {
        var copy = (HostConfiguration)MemberwiseClone();
        copy.Disabled = isDisabled ? Disabled.Add(pluginId) : Disabled.Remove(pluginId);
        return copy;
    }

    internal static string Describe(ConfigurationNode? node)
    {
        var text = new StringBuilder();
        if (node is not null) Describe(node, text);
        return text.ToString();
    }

    private static void Describe(ConfigurationNode node, StringBuilder text)
    {
        text.Append((char)('a' + (int)node.Kind)).Append(node.Value?.Length ?? -1).Append(':').Append(node.Value);
        foreach (var (name, child) in node.Children.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append('{').Append(name.ToUpperInvariant());
            Describe(child, text);
            text.Append('}');
        }
    }

    /// <summary>For a plugin that has nothing to configure: a section for it is an error.</summary>
    /// <exception cref="PluginConfigurationException">There is one with keys in it.</exception>
    public void CheckNoPluginOptions(string pluginId)
    {
        if (Root.Find("plugins", pluginId) is not { Children.Count: > 0 } section) return;
        var (key, node) = section.Children.First();
        throw new PluginConfigurationException(
            $"Unknown key '{key}' at {node.Origin}: the plugin '{pluginId}' has nothing to configure{OptionsBinder.DottedIdHint(node.Origin)}");
    }
}
