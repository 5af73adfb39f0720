namespace PluginFramework.Plugins;

/// <summary>No plugin has that id.</summary>
/// <param name="id">The id asked for.</param>
public sealed class PluginNotFoundException(string id) : Exception($"There is no plugin '{id}'; `plugin list` shows the ids.")
{
    /// <summary>The id asked for.</summary>
    public string Id { get; } = id;
}
