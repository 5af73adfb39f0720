using System.Collections.Immutable;

namespace PluginFramework.Web;

/// <summary>A page for <see cref="IWebFrame"/>.</summary>
/// <param name="Title">Its title, as text.</param>
/// <param name="Body">What stands in its main part.</param>
public sealed record WebPage(string Title, HtmlWriter Body)
{
    /// <summary>Scripts of this origin to load after the page, as absolute paths (<c>/prompt/prompt.js</c>). No other script runs.</summary>
    public ImmutableArray<string> Scripts { get; init; } = [];

    /// <summary>Style sheets of this origin, as absolute paths.</summary>
    public ImmutableArray<string> Styles { get; init; } = [];

    /// <summary>The status of the response. Default 200.</summary>
    public int Status { get; init; } = 200;
}
