namespace PluginFramework.Loader.Discovery;

/// <summary>A plugin's folder that is installed: whole from the moment it is there, and never changed.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Path">The folder, absolute.</param>
internal readonly record struct InstalledFolder(string Id, string Path);
