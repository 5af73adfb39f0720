namespace PluginFramework.Core.Configuration.Schema;

/// <summary>What the value of an option is.</summary>
internal enum OptionKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Values by names that are free to choose.</summary>
    Map,

    /// <summary>Values by names that are fixed.</summary>
    Object,
}
