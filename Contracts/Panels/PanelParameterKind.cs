namespace PluginFramework.Panels;

/// <summary>What an argument must be.</summary>
public enum PanelParameterKind
{
    /// <summary>A text on one line.</summary>
    Text,

    /// <summary>A text of several lines.</summary>
    LongText,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A length of time: <c>30s</c>, <c>500ms</c>, <c>5m</c>, <c>2h</c>, <c>1d</c> or <c>00:00:30</c>.</summary>
    Duration,

    /// <summary>A number of octets: <c>512</c>, <c>64k</c>, <c>10m</c>, <c>1g</c>, in powers of 1024.</summary>
    Size,
}
