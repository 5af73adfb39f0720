namespace PluginFramework.Shell.Editing;

/// <summary>Text that is in no language.</summary>
internal sealed class PlainAid : IEditorAid;
