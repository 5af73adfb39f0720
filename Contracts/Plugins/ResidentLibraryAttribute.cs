namespace PluginFramework.Plugins;

/// <summary>
/// Asks the host to keep third-party libraries of this plugin loaded for the life of the process: once per package version and
/// content, shared by every plugin and every reload that resolves to the same files.
/// </summary>
/// <param name="pattern">
/// The simple name of the assemblies meant, with <c>*</c> for any run of characters at its end: <c>Microsoft.CodeAnalysis*</c>.
/// </param>
/// <remarks>
/// For big or native-backed libraries. A collectible context ignores ready-to-run code and has no tiered compilation, and some
/// libraries never let go of a context once used. The plugin's own assembly cannot be resident.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ResidentLibraryAttribute(string pattern) : Attribute
{
    /// <summary>The pattern of simple assembly names.</summary>
    public string Pattern { get; } = pattern;
}
