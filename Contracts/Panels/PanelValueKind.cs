namespace PluginFramework.Panels;

/// <summary>What a <see cref="PanelValue"/> is.</summary>
public enum PanelValueKind
{
    /// <summary>Nothing is set.</summary>
    None,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>A number of octets.</summary>
    Size,

    /// <summary>Texts in order.</summary>
    List,
}
