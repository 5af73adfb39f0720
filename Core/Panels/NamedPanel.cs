using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels;

/// <summary>A panel with what its export says of it.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Panel">The panel.</param>
internal sealed record NamedPanel(string Name, string Title, IPanel Panel)
{
    public string? Description { get; init; }

    /// <summary>The plugin it comes from; <see langword="null"/>: the host itself.</summary>
    public string? Plugin { get; init; }

    /// <summary>The role that may see it; empty: every user.</summary>
    public string Role { get; init; } = WellKnownRoles.Operator;

    /// <summary>A panel of a plugin.</summary>
    public static NamedPanel Of(string plugin, IPanel panel, IReadOnlyDictionary<string, object?> metadata)
    {
        var name = metadata.GetValueOrDefault(nameof(PanelAttribute.Panel)) as string ?? plugin;
        return new(name, metadata.GetValueOrDefault(nameof(PanelAttribute.PanelTitle)) as string ?? name, panel)
        {
            Plugin = plugin,
            Description = metadata.GetValueOrDefault(nameof(PanelAttribute.PanelDescription)) as string,
            Role = metadata.GetValueOrDefault(nameof(PanelAttribute.PanelRole)) as string ?? WellKnownRoles.Operator,
        };
    }

    public bool IsVisibleTo(Caller caller) => Role.Length == 0 || caller.IsInRole(Role);

    public PanelDescription Describe(Caller caller) => new(
        Name, Title, Description, Plugin, [.. Panel.Acts.Where(act => act.Role is not { } role || caller.IsInRole(role))], Panel.Filters);
}
