namespace PluginFramework.Identity.Throttling;

/// <summary>How an admitted attempt ended.</summary>
internal enum Attempt
{
    /// <summary>The proof was wrong.</summary>
    Failed,

    /// <summary>The user is in.</summary>
    Succeeded,

    /// <summary>Neither: the database did not answer, the account is disabled, the client went away.</summary>
    Undecided,
}
