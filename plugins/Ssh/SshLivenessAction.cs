namespace PluginFramework.Ssh;

/// <summary>What the clock asks of a session.</summary>
internal enum SshLivenessAction
{
    /// <summary>The login took too long.</summary>
    EndLogin,

    /// <summary>Change keys.</summary>
    ChangeKeys,

    /// <summary>Ask the client whether it is there.</summary>
    Ask,

    /// <summary>It did not answer.</summary>
    EndSilence,

    /// <summary>No channel has had data for too long.</summary>
    EndIdleness,
}
