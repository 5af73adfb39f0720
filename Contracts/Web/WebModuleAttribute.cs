using System.Composition;

namespace PluginFramework.Web;

/// <summary>Exports an <see cref="IWebModule"/> and says where in the web server its routes stand.</summary>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class WebModuleAttribute : ExportAttribute
{
    /// <summary>Exports the class as a part of the web server.</summary>
    /// <param name="prefix">
    /// The path under which all its routes stand, without slashes at its ends: <c>panel</c>, <c>api/v1</c>; empty for the root. Segments of
    /// <c>a-z 0-9 - _ .</c>. Where two modules want the same prefix, the one of higher rank (<see cref="Plugins.RankAttribute"/>) has it.
    /// </param>
    public WebModuleAttribute(string prefix) : base(typeof(IWebModule)) => Prefix = prefix;

    /// <summary>The path under which all its routes stand, without slashes at its ends.</summary>
    public string Prefix { get; }

    /// <summary>What it is, for people; <see langword="null"/> keeps it out of lists of what there is to visit.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The role a user needs to find it in such lists; <see langword="null"/>: everybody finds it. It is a courtesy: who may come in the module
    /// itself decides.
    /// </summary>
    public string? Role { get; init; }
}
