using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>A panel refuses; its message says what, where and what to do next.</summary>
/// <param name="error">Why.</param>
/// <param name="message">What, where and what to do next, for people.</param>
/// <param name="innerException">What caused it.</param>
public sealed class PanelException(PanelError error, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public PanelError Error { get; } = error;

    /// <summary>
    /// By parameter what is wrong with it, to be said beside its field: <c>must be 8 to 1024 characters</c>. The message says it all as well.
    /// </summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;
}
