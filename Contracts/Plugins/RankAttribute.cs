using System.Composition;

namespace PluginFramework.Plugins;

/// <summary>
/// Ranks an export among others of the same contract: where one is wanted, the highest rank wins; where many are wanted, they come
/// highest first. An export without it has rank 0.
/// </summary>
/// <param name="rank">Any integer.</param>
/// <remarks>Two plugins that export a contract with the same highest rank are a conflict, which the host names; neither is chosen.</remarks>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class RankAttribute(int rank) : Attribute
{
    /// <summary>The rank.</summary>
    public int Rank { get; } = rank;
}
