namespace PluginFramework.Panels;

/// <summary>How something is to be taken. A renderer never shows it by colour alone: the text says it as well.</summary>
public enum ViewTone
{
    /// <summary>As it is.</summary>
    Neutral,

    /// <summary>Well.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Wrong.</summary>
    Bad,
}
