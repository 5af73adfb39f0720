namespace PluginFramework.Irc.Protocol;

/// <summary>What became of reading a line.</summary>
internal enum IrcLineStatus
{
    /// <summary>There is no whole line yet.</summary>
    NeedMore,

    /// <summary>A line.</summary>
    Line,

    /// <summary>A line too long; what there is of it is dropped, and so will be its rest.</summary>
    TooLong,
}
