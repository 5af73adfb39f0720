namespace PluginFramework.Plugins;

/// <summary>What a plugin can be configured with. Its public settable properties are the keys of the plugin's section.</summary>
public interface IPluginOptions
{
    /// <summary>
    /// What is wrong with the values, a sentence each, beginning with the property's name and saying what would be right:
    /// <c>MaxLineOctets is 10; it must lie in 512 to 16384.</c> Empty when all is well.
    /// </summary>
    /// <remarks>Called by the host before the plugin sees the options, and again before a changed configuration is taken.</remarks>
    IEnumerable<string> Validate();
}
