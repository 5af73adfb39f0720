namespace PluginFramework.Shell.Terminal;

/// <summary>What was held down along, with the bits that terminals send for it.</summary>
[Flags]
internal enum KeyModifiers
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Control = 4,
}
