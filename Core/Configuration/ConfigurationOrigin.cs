namespace PluginFramework.Core.Configuration;

/// <summary>Where a value was set.</summary>
/// <param name="Source">The file's path, or what else it was set with: <c>--set network.maxConnections</c>.</param>
/// <param name="Line">The line in the file, from 1; 0 where the source is no file.</param>
/// <param name="Column">The column in characters, from 1; 0 where the source is no file.</param>
public readonly record struct ConfigurationOrigin(string Source, int Line = 0, int Column = 0)
{
    /// <summary><c>pluginhost.json:12:5</c>, or the source alone.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
