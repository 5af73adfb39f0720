namespace PluginFramework.Plugins;

/// <summary>An assembly out of a package.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Image">Its content.</param>
public sealed record ResolvedAssembly(string Name, ReadOnlyMemory<byte> Image)
{
    /// <summary>The XML documentation that lies beside it; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Documentation { get; init; }
}
