namespace PluginFramework.Prompt;

/// <summary>What the compiler says of an entry.</summary>
/// <param name="Id">Its number: <c>CS1002</c>.</param>
/// <param name="IsError">An error rather than a warning.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">The message.</param>
public sealed record PromptDiagnostic(string Id, bool IsError, int Line, int Column, string Message)
{
    /// <summary>How many characters of the entry it speaks of; 0 where something is missing at that place.</summary>
    public int Length { get; init; }
}
