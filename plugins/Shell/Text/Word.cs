namespace PluginFramework.Shell.Text;

/// <summary>A word of a command line.</summary>
/// <param name="Text">It without its quotes.</param>
/// <param name="Start">Where it begins in the line, quotes included.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsQuoted">Part of it stood in quotes.</param>
internal readonly record struct Word(string Text, int Start, int End, bool IsQuoted);
