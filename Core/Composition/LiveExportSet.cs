using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Composition;

/// <summary>A live set, without its type argument. It lives as long as the plugin that imported it.</summary>
internal abstract class LiveExportSet
{
    public abstract ContractKey Contract { get; }

    /// <summary>Takes the exports there are when it is made, best first.</summary>
    public abstract void Fill(IReadOnlyList<BridgedExport> exports);

    /// <summary>Takes the exports of its contract as they are now, best first, and tells its subscribers what changed.</summary>
    public abstract Task UpdateAsync(IReadOnlyList<BridgedExport> exports);

    /// <summary>Lets go of everything.</summary>
    public abstract void Close();
}
