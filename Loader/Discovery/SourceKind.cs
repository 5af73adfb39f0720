namespace PluginFramework.Loader.Discovery;

/// <summary>In which form a plugin was dropped.</summary>
internal enum SourceKind
{
    /// <summary>A folder with its published output.</summary>
    Folder,

    /// <summary>A single assembly.</summary>
    Assembly,

    /// <summary>A NuGet package.</summary>
    Package,
}
