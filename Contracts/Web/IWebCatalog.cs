using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Web;

/// <summary>What there is to visit on the web server, for menus. Safe for use from any thread.</summary>
public interface IWebCatalog
{
    /// <summary>The places that a user may visit, by title.</summary>
    /// <param name="principal">The user; <see langword="null"/>: nobody has logged in.</param>
    ImmutableArray<WebLocation> List(Principal? principal);
}
