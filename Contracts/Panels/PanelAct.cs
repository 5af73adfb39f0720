using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Panels;

/// <summary>Something a panel can do. Its parameters are its form. Plain data.</summary>
/// <param name="Name">Its name for programs, a verb: <c>disable</c>. In the audit it follows the panel's: <c>plugin.disable</c>.</param>
/// <param name="Label">Its name for people.</param>
public sealed record PanelAct(string Name, string Label)
{
    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>What it takes. The first required text, if any, is what it is done to, and stands in the audit as the subject.</summary>
    public ImmutableArray<PanelParameter> Parameters { get; init; } = [];

    /// <summary>The role it takes; <see langword="null"/>: anybody who may see the panel. Default: <see cref="WellKnownRoles.Operator"/>.</summary>
    public string? Role { get; init; } = WellKnownRoles.Operator;

    /// <summary>What to ask before it is done, such as "Delete the user?"; <see langword="null"/>: it is done without asking.</summary>
    public string? Confirmation { get; init; }

    /// <summary>Whether it changes nothing, and so is neither audited nor asked about.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether it can say what it would do without doing it (<see cref="ActCall.IsDryRun"/>).</summary>
    public bool CanDryRun { get; init; }

    /// <summary>
    /// Whether what it calls records it in the audit with the caller given, as <see cref="IUserManager"/> does. The host then records
    /// only what was refused before it was called.
    /// </summary>
    public bool IsAuditedBelow { get; init; }
}
