namespace PluginFramework.Shell.Editing;

/// <summary>How the reading of a line ended.</summary>
internal enum LineEnd
{
    /// <summary>With Enter.</summary>
    Entered,

    /// <summary>With Ctrl-C.</summary>
    Cancelled,

    /// <summary>With Ctrl-D, or the end of input.</summary>
    Closed,

    /// <summary>There will be no more notices.</summary>
    NoticesEnded,
}
