using System.Composition;
using PluginFramework.Identity;

namespace PluginFramework.Panels;

/// <summary>
/// Exports an <see cref="IPanel"/>: a page in the web panel, a command in the shell, a verb at the command line, all from one description.
/// </summary>
/// <param name="panel">Its name for programs, a noun in the singular: 1 to 32 of <c>a-z 0-9 - .</c>.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class PanelAttribute(string panel) : ExportAttribute(typeof(IPanel))
{
    /// <summary>Its name for programs.</summary>
    public string Panel { get; } = panel;

    /// <summary>Its name for people. Default: the name for programs.</summary>
    public string? PanelTitle { get; set; }

    /// <summary>What it is for, in a sentence.</summary>
    public string? PanelDescription { get; set; }

    /// <summary>The role that may see it; empty: every user. Default: <see cref="WellKnownRoles.Operator"/>.</summary>
    public string PanelRole { get; set; } = WellKnownRoles.Operator;
}
