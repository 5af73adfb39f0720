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

    /// <summary>A task has ended that an entry had started, not awaited, and left running.</summary>
    /// <remarks>
    /// Told are, 32 at most at a time: tasks that the code of an entry dropped before the entry ended (<c>Work();</c>, <c>_ = Work();</c>), and those in
    /// variables of the session whose type is a task's. Tasks that had come to a good end by then are not, nor those in collections, local variables
    /// and fields, or dropped by code that ran on after the entry.
    /// </remarks>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Name">The variable that held it when the entry ended; empty where it was dropped.</param>
    /// <param name="Result">
    /// How: <see cref="PromptResult.Completed"/>, <see cref="PromptResult.Threw"/> or <see cref="PromptResult.Cancelled"/>; elapsed is the time since
    /// the entry's end.
    /// </param>
    public sealed record TaskEnded(long Id, DateTimeOffset At, int Entry, string Name, PromptResult Result) : PromptEvent(Id, At);

    /// <summary>A plugin was replaced or removed, and what held objects of it, or was made of its types, was forgotten.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Plugin">The plugin's id; for a contract that plugins share, the assembly's name.</param>
    /// <param name="Names">The declarations that are gone, variables first; what was declared in one entry goes together.</param>
    public sealed record Forgot(long Id, DateTimeOffset At, string Plugin, ImmutableArray<string> Names) : PromptEvent(Id, At);

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
