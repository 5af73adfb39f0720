namespace PluginFramework.Core.Installing;

/// <summary>What is composed now, for whoever works out what a change would come to.</summary>
internal interface ICompositionView
{
    /// <summary>Takes it between two changes.</summary>
    Task<CompositionSnapshot> TakeAsync(CancellationToken cancellationToken);
}
