namespace PluginFramework.Shell;

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Columns">Columns, 1 to 10,000; 80 where the client named none.</param>
/// <param name="Rows">Rows, 1 to 10,000; 24 where the client named none.</param>
public readonly record struct TerminalSize(int Columns, int Rows);
