namespace PluginFramework.Shell.Terminal;

/// <summary>A character on the screen.</summary>
/// <param name="Text">A grapheme cluster without control characters.</param>
/// <param name="Width">1 or 2 cells.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct Cell(string Text, int Width, Style Style);
