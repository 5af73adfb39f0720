namespace PluginFramework.Panels;

/// <summary>
/// Turns every view into text of one form. The host provides <c>text/plain</c> and <c>application/json</c>; plugins may bring others.
/// </summary>
/// <remarks>Total: no view makes it throw. Safe for use from any thread.</remarks>
public interface IViewRenderer
{
    /// <summary>What comes out: <c>text/plain</c>.</summary>
    string MediaType { get; }

    /// <summary>Renders a view. Control characters of what plugins and users wrote do not come out.</summary>
    /// <param name="view">The view.</param>
    /// <param name="width">The columns there are, at least 20; <see langword="null"/>: any number.</param>
    string Render(View view, int? width = null);
}
