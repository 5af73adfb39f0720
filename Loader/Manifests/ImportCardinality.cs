namespace PluginFramework.Loader.Manifests;

/// <summary>How many exports an import takes.</summary>
public enum ImportCardinality
{
    /// <summary>Exactly one; the plugin waits until there is one.</summary>
    One,

    /// <summary>None or one.</summary>
    Optional,

    /// <summary>What is there when the plugin is activated.</summary>
    Many,

    /// <summary>A live set; its consumer is never rebuilt for it.</summary>
    Live,
}
