namespace PluginFramework.Identity.Transfer;

/// <summary>What becomes of a line of an import.</summary>
internal enum ImportOutcome
{
    Added,
    Changed,
    Unchanged,
    Refused,

    /// <summary>It would have been done, and was not, because something went wrong before.</summary>
    NotDone,
}
