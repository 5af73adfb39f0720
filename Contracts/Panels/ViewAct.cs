using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>An act offered in a view.</summary>
/// <param name="Act">The act of the same panel.</param>
public sealed record ViewAct(string Act)
{
    /// <summary>Arguments it is to be called with, by parameter; the rest is asked for.</summary>
    public ImmutableDictionary<string, PanelValue> Arguments { get; init; } = ImmutableDictionary<string, PanelValue>.Empty;
}
