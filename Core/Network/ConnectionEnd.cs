namespace PluginFramework.Core.Network;

/// <summary>How a connection ended that was asked to.</summary>
internal enum ConnectionEnd
{
    /// <summary>Its handler took leave of the client in time.</summary>
    Finished,

    /// <summary>It was aborted.</summary>
    Aborted,

    /// <summary>It was aborted, and its handler has not returned yet.</summary>
    Stuck,
}
