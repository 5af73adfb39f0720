using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>How an entry ended. Plain data.</summary>
public abstract record PromptResult
{
    private PromptResult() { }

    /// <summary>What the entry wrote to the console, 64 KiB at most.</summary>
    public string Output { get; init; } = "";

    /// <summary>How long it ran, compilation included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The entry ran to its end.</summary>
    /// <param name="Value">Its value; <see langword="null"/> where it has none.</param>
    public sealed record Completed(PromptValue? Value) : PromptResult;

    /// <summary>The entry did not compile, and nothing ran.</summary>
    /// <param name="Diagnostics">What the compiler says, errors first.</param>
    public sealed record Invalid(ImmutableArray<PromptDiagnostic> Diagnostics) : PromptResult;

    /// <summary>The entry threw.</summary>
    /// <param name="Type">The exception's type.</param>
    /// <param name="Message">Its message, and after arrows those of the exceptions that caused it.</param>
    /// <param name="StackTrace">Its stack, the entry's own frames first.</param>
    public sealed record Threw(string Type, string Message, string StackTrace) : PromptResult;

    /// <summary>The time limit stopped it.</summary>
    /// <param name="Limit">The limit.</param>
    public sealed record TimedOut(TimeSpan Limit) : PromptResult;

    /// <summary>The caller stopped it.</summary>
    public sealed record Cancelled : PromptResult;
}
