namespace PluginFramework.Shell.Terminal;

/// <summary>How a piece of text looks. Where there are no colours the words alone must do.</summary>
internal enum Style
{
    Plain,
    Bold,
    Dim,
    Inverse,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
}
