namespace PluginFramework.Core.Generations;

/// <summary>The content of <c>generations/current</c>, whose replacement is the switch.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Number">The generation in force.</param>
/// <param name="From">While the configuration file is still to be replaced: the generation whose configuration it held.</param>
/// <param name="ConfigurationFile">And that file.</param>
internal sealed record CurrentFile(int Format, int Number, int? From = null, string? ConfigurationFile = null)
{
    public const string Name = "current";
    public const int CurrentFormat = 1;
}
