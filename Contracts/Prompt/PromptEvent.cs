using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>Something that happened at a console. Plain data.</summary>
/// <param name="Id">Its number: later events have higher ones.</param>
/// <param name="At">When.</param>
public abstract record PromptEvent(long Id, DateTimeOffset At)
{
    /// <summary>Somebody entered something.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Entry">The entry's number at this console, from 1.</param>
    /// <param name="By">Who.</param>
    /// <param name="Code">What, with passwords masked; of an entry out of bounds the beginning.</param>
    /// <param name="Spans">What the words of <paramref name="Code"/> are.</param>
    public sealed record Entered(long Id, DateTimeOffset At, int Entry, PromptAttendee By, string Code, ImmutableArray<PromptSpan> Spans) : PromptEvent(Id, At);

    /// <summary>An entry that runs has written something.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Offset">How many characters the entry had written before.</param>
    /// <param name="Text">What it wrote.</param>
    public sealed record Wrote(long Id, DateTimeOffset At, int Entry, int Offset, string Text) : PromptEvent(Id, At);

    /// <summary>An entry has ended.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Result">How; with all it wrote.</param>
    public sealed record Ended(long Id, DateTimeOffset At, int Entry, PromptResult Result) : PromptEvent(Id, At);

    /// <summary>A task that an entry has left running has come to an end.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Name">The variable that the entry put it in; empty where it put it nowhere.</param>
    /// <param name="Result">How: without the value, which the variable has.</param>
    public sealed record Finished(long Id, DateTimeOffset At, int Entry, string Name, PromptResult Result) : PromptEvent(Id, At)
    {
        /// <summary>What happened, as a sentence.</summary>
        public string Text
        {
            get
            {
                var task = Name.Length == 0 ? $"A task of entry {Entry}" : $"The task {Name} of entry {Entry}";
                return Result switch
                {
                    PromptResult.Completed => $"{task} has completed.",
                    PromptResult.Threw threw => $"{task} has thrown {threw.Type}: {threw.Message}",
                    _ => $"{task} was cancelled.",
                };
            }
        }
    }

    /// <summary>Somebody has attached.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Who">Who.</param>
    public sealed record Joined(long Id, DateTimeOffset At, PromptAttendee Who) : PromptEvent(Id, At);

    /// <summary>Somebody has left.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Who">Who.</param>
    public sealed record Left(long Id, DateTimeOffset At, PromptAttendee Who) : PromptEvent(Id, At);

    /// <summary>All declarations were forgotten.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="By">Who wanted that; <see langword="null"/>: the console was idle for long.</param>
    public sealed record Reset(long Id, DateTimeOffset At, PromptAttendee? By) : PromptEvent(Id, At);

    /// <summary>The console was closed; nothing comes after.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="By">Who closed it; <see langword="null"/>: it was idle for long, or the prompt stops.</param>
    public sealed record Closed(long Id, DateTimeOffset At, PromptAttendee? By) : PromptEvent(Id, At);
}
