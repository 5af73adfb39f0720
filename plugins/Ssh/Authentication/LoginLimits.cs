namespace PluginFramework.Ssh.Authentication;

/// <summary>What the way somebody logged in lets them do.</summary>
/// <param name="ForcedCommand">Run in place of whatever is asked for; <see langword="null"/>: nothing is forced.</param>
/// <param name="MayHaveTerminal">They may ask for a terminal.</param>
/// <param name="MayForward">They may have connections forwarded, if their roles let them.</param>
internal sealed record LoginLimits(string? ForcedCommand = null, bool MayHaveTerminal = true, bool MayForward = true)
{
    public static LoginLimits None { get; } = new();
}
