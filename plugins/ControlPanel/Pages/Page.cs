using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>What stands in the frame.</summary>
/// <param name="Title">The page's heading and the window's title.</param>
/// <param name="Body">What is below the heading.</param>
internal sealed record Page(string Title, HtmlWriter Body)
{
    public int Status { get; init; } = 200;

    /// <summary>What it is for, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The panel it belongs to, marked in the navigation; empty: the overview.</summary>
    public string? Panel { get; init; }

    /// <summary>The way to here: names and addresses.</summary>
    public IReadOnlyList<(string Name, string Address)> Trail { get; init; } = [];

    /// <summary>How often a browser without the script is to ask again; <see langword="null"/>: never.</summary>
    public TimeSpan? Refresh { get; init; }

    /// <summary>Scripts and style sheets besides the panel's own, by address.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <inheritdoc cref="Scripts"/>
    public IReadOnlyList<string> Styles { get; init; } = [];

    /// <summary>A narrow page with nothing around it: login, set-up.</summary>
    public bool IsAlone { get; init; }
}
