namespace PluginFramework.Shell.Editing;

/// <summary>What came of reading a line.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Text">What was written.</param>
internal readonly record struct LineResult(LineEnd End, string Text = "");
