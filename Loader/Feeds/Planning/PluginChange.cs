namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>One difference between what is installed and what is planned.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Plugin">The plugin it happens to.</param>
/// <param name="Package">The plugin's own package, or one that is private to it.</param>
/// <param name="IsPlugin">Whether it is the plugin itself.</param>
/// <param name="OldVersion">The version before; <see langword="null"/>: none.</param>
/// <param name="NewVersion">The version afterwards; <see langword="null"/>: none.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record PluginChange(PluginChangeKind Kind, string Plugin, string Package, bool IsPlugin, string? OldVersion, string? NewVersion, string Reason)
{
    /// <summary>As a line for people.</summary>
    public override string ToString()
    {
        var versions = (OldVersion, NewVersion) switch
        {
            (null, { } added) => added,
            ({ } removed, null) => removed,
            ({ } old, { } now) when old != now => $"{old} → {now}",
            _ => NewVersion ?? "",
        };
        return $"{Kind} {(IsPlugin ? $"plugin {Plugin} ({Package})" : $"{Package} of {Plugin}")} {versions}: {Reason}";
    }
}
