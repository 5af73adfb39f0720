namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>As what a <c>.deps.json</c> lists a file.</summary>
internal enum AssetKind
{
    /// <summary>An assembly.</summary>
    Runtime,

    /// <summary>A native library.</summary>
    Native,

    /// <summary>An assembly with texts in another language, in a folder of that name.</summary>
    Resources,

    /// <summary>Not at all: something the plugin itself reads.</summary>
    Other,
}
