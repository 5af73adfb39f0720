namespace PluginFramework.Shell.Commands;

/// <summary>What a verb does with its panel.</summary>
internal enum VerbKind
{
    /// <summary>Shows the whole.</summary>
    List,

    /// <summary>Shows one thing.</summary>
    Show,

    /// <summary>Carries out an act.</summary>
    Act,
}
