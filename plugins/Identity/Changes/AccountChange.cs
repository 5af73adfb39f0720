namespace PluginFramework.Identity.Changes;

/// <summary>What a change of an account came to.</summary>
/// <param name="User">The user as of now, or as they last were.</param>
/// <param name="Detail">What the audit is to keep of it.</param>
internal sealed record AccountChange(User User, string? Detail = null)
{
    /// <inheritdoc cref="UserChanged.EndsSessions"/>
    public bool EndsSessions { get; init; }

    /// <summary>No connection of the user may go on: they are gone, or run the daemon no longer.</summary>
    public bool EndsConnections { get; init; }

    /// <inheritdoc cref="UserChanged.IsGone"/>
    public bool IsGone { get; init; }
}
