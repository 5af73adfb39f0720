using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Metadata;

/// <summary>What the host provides to every plugin: Contracts, the attributes of MEF and the shared framework.</summary>
internal static class HostAssemblies
{
    public const string Contracts = "PluginFramework.Contracts";
    public const string AttributedModel = "System.Composition.AttributedModel";

    /// <summary>Has <c>ExportFactory</c>, which plugins may import; a host that composes has it.</summary>
    public const string CompositionRuntime = "System.Composition.Runtime";

    private static readonly FrozenDictionary<string, string> Paths = FindPaths();
    private static readonly ConcurrentDictionary<string, Version?> Versions = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<(string Type, string Assembly), string> Definers = new();

    // Binding a name and parsing one take their time; what is the host's stays, so it may be kept.
    private static readonly ConcurrentDictionary<string, Assembly> Loaded = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<(string Assembly, string Name), Type> Types = new();

    /// <summary>The context the host itself runs in.</summary>
    public static AssemblyLoadContext Context { get; } =
        AssemblyLoadContext.GetLoadContext(typeof(PluginAttribute).Assembly) ?? AssemblyLoadContext.Default;

    /// <summary>The version of Contracts that this host carries, major and minor.</summary>
    public static Version ContractsVersion { get; } = FindContractsVersion();

    public static bool Provides(string name) => Paths.ContainsKey(name);

    /// <summary>Whether every plugin gets the host's, whatever it brings along: its types cross the border.</summary>
    public static bool IsUnified(string name) => CanUnify(name) && Provides(name);

    public static string? PathOf(string name) => Paths.GetValueOrDefault(name);

    public static Version? VersionOf(string name) => Versions.GetOrAdd(name, static key =>
        Paths.TryGetValue(key, out var path) ? AssemblyName.GetAssemblyName(path).Version : null);

    public static Assembly Load(string name) => Loaded.GetOrAdd(name, static key => Context.LoadFromAssemblyName(new AssemblyName(key)));

    /// <summary>The type of the host with that name, or <see langword="null"/>.</summary>
    public static Type? FindType(string assembly, string name)
    {
        if (Types.TryGetValue((assembly, name), out var known)) return known;
        if (!Provides(assembly) || Load(assembly).GetType(name, throwOnError: false) is not { } type) return null;
        return Types.GetOrAdd((assembly, name), type);
    }

    /// <summary>Where a type that is referenced through <paramref name="assembly"/> is defined: follows the framework's forwarders.</summary>
    public static string DefinerOf(string type, string assembly)
    {
        // Contracts forwards nothing, and a plugin's own assemblies are not ours to load.
        if (IsUnified(assembly) || !Provides(assembly)) return assembly;
        return Definers.GetOrAdd((type, assembly), static key => FindType(key.Assembly, key.Type)?.Assembly.GetName().Name ?? key.Assembly);
    }

    private static FrozenDictionary<string, string> FindPaths()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        var web = Path.GetDirectoryName(typeof(ConnectionContext).Assembly.Location) ?? "";
        var isSelfContained = IsSame(core, AppContext.BaseDirectory);
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var all = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (var path in all.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var directory = Path.GetDirectoryName(path) ?? "";
            var isFramework = (IsSame(directory, core) || IsSame(directory, web)) && (!isSelfContained || LooksLikeFramework(name));
            if (isFramework || CanUnify(name)) paths[name] = path;
        }

        // A host that runs in a context of its own is not on the list.
        paths.TryAdd(Contracts, typeof(PluginAttribute).Assembly.Location);
        paths.TryAdd(AttributedModel, typeof(System.Composition.ExportAttribute).Assembly.Location);
        return paths.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    // In a self-contained host the framework lies among the host's own libraries.
    private static bool LooksLikeFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "System" or "mscorlib" or "netstandard" or "WindowsBase")
        && !name.StartsWith("System.Composition.", StringComparison.Ordinal)
        && !name.StartsWith("System.CommandLine", StringComparison.Ordinal);

    private static bool CanUnify(string name) => name is Contracts or AttributedModel or CompositionRuntime;

    private static bool IsSame(string left, string right) =>
        string.Equals(Path.TrimEndingDirectorySeparator(left), Path.TrimEndingDirectorySeparator(right), StringComparison.Ordinal);

    private static Version FindContractsVersion()
    {
        var assembly = typeof(PluginAttribute).Assembly;
        var text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('-', '+')[0];
        var version = Version.TryParse(text, out var parsed) ? parsed : assembly.GetName().Version ?? new Version(1, 0);
        return new Version(version.Major, version.Minor);
    }
}
