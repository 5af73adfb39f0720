using Spectre.Console.Rendering;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>How many cells of a terminal text takes: two for East Asian and emoji, none for what joins the character before it.</summary>
internal static class TerminalCells
{
    public static int Of(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Measure(text) : text.Length;

    // Apart, so that nothing of Spectre.Console loads for plain text.
    private static int Measure(string text) => new Segment(text).CellCount();
}
