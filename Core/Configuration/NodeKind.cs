namespace PluginFramework.Core.Configuration;

/// <summary>What a <see cref="ConfigurationNode"/> is.</summary>
internal enum NodeKind
{
    /// <summary>A string, number, boolean or null.</summary>
    Scalar,

    /// <summary>Named values.</summary>
    Object,

    /// <summary>A list of values.</summary>
    Array,
}
