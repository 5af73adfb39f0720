using Microsoft.Extensions.Logging;
using PluginFramework.Core.Generations;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What becomes of generations by itself while a host runs. Nobody waits for it, so what fails is logged.</summary>
internal sealed class GenerationUpkeep(GenerationControl generations, ILogger logger, CancellationToken stopping)
{
    /// <summary>An edit of the configuration file that was followed becomes a generation.</summary>
    public async Task RecordEditAsync()
    {
        try
        {
            await generations.RecordEditAsync(stopping).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // It is in force all the same, and is written down with the next change.
            LifecycleLog.EditNotRecorded(logger, exception);
        }
    }

    /// <summary>What was changed while no daemon ran shows now whether it is well; then comes what was edited.</summary>
    public async Task DecideAsync()
    {
        try
        {
            await generations.DecideAsync().ConfigureAwait(false);
            if (generations.Current.Number > 0) await RecordEditAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && stopping.IsCancellationRequested)
        {
            // The host stops; the next start decides.
        }
#pragma warning disable CA1031 // Nobody is there to be told: what runs goes on, and the next start tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            GenerationLog.Undecided(logger, generations.Current.Number, exception);
        }
    }
}
