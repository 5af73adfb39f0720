using Microsoft.Extensions.Logging;
using PluginFramework.Core.Generations;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Judges the plugins that were being started when the last process ended.</summary>
internal sealed class StartSuspects(StartJournal journal, Verdicts verdicts, GenerationStore generations, ILogger logger)
{
    /// <summary>Quarantines the only one there was; of several, nobody knows which one ended the process.</summary>
    public void Judge()
    {
        if (journal.IsAmbiguous)
        {
            LifecycleLog.Suspects(logger, string.Join(", ", journal.Unfinished.Select(plugin => plugin.Id)));
        }
        else if (journal.Unfinished is [var culprit])
        {
            var current = generations.Current;
            verdicts.Quarantine(culprit, current.State == GenerationState.OnTrial ? current.Number : null);
            LifecycleLog.Quarantined(logger, culprit.Id);
        }

        // The last process may have ended between rolling back and this.
        ReleaseRolledBack();
    }

    /// <summary>A trial that was rolled back leaves nothing quarantined.</summary>
    public void ReleaseRolledBack()
    {
        try
        {
            verdicts.ReleaseTrials(number => generations.All.GetValueOrDefault(number)?.State == GenerationState.RolledBack);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // This process knows; the next one releases it again.
            LifecycleLog.ReleaseNotSaved(logger, exception);
        }
    }
}
