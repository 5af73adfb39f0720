namespace PluginFramework.Plugins;

/// <summary>
/// Marks an assembly as a plugin. The host reads it from metadata; no code of the plugin runs for it.
/// </summary>
/// <param name="id">
/// The plugin's id: 1 to 64 of <c>a-z 0-9 . -</c>, beginning with a letter. It names the plugin's configuration section,
/// its data directory and its log category, and must be unique in a host.
/// </param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PluginAttribute(string id) : Attribute
{
    /// <summary>The plugin's id.</summary>
    public string Id { get; } = id;

    /// <summary>A title for people, a few words. <see langword="null"/>: the id serves.</summary>
    public string? Title { get; set; }

    /// <summary>What the plugin is for, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>
    /// The type the plugin's configuration section is bound to: a class with a parameterless constructor that implements
    /// <see cref="IPluginOptions"/>. <see langword="null"/>: the plugin has nothing to configure, and a section for it is an error.
    /// </summary>
    public Type? Options { get; set; }
}
