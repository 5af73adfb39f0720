using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>Writes results as lines of plain text, for surfaces that have nothing else.</summary>
/// <param name="maxLines">How many lines at most; one more says how many were left out.</param>
/// <param name="maxWidth">How many characters a line has at most.</param>
public sealed class PlainTextRenderer(int maxLines = 20, int maxWidth = 400)
{
    /// <summary>The lines of a result: what it wrote, then how it ended. At least one.</summary>
    public ImmutableArray<string> Render(PromptResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        IEnumerable<string> end = result switch
        {
            PromptResult.Completed { Value: { } value } => LinesOf(value),
            PromptResult.Completed => result.Output.Length == 0 ? ["ok"] : [],
            PromptResult.Invalid invalid => invalid.Diagnostics.Select(LineOf),
            PromptResult.Threw threw => [$"{threw.Type}: {threw.Message}", .. SplitLines(threw.StackTrace).Take(3).Select(line => $"  {line}")],
            PromptResult.TimedOut timedOut => [$"stopped after {Text(timedOut.Limit)}"],
            PromptResult.Cancelled => ["stopped"],
            _ => [result.ToString()],
        };
        return Bound([.. SplitLines(result.Output), .. end]);
    }

    /// <summary>The lines of what happened between entries without anybody's doing: tasks that ended, and what went with a plugin. Of the rest none.</summary>
    public ImmutableArray<string> Render(PromptEvent each) => each switch
    {
        PromptEvent.TaskEnded { Result: PromptResult.Cancelled } ended => [Describe(ended)],
        PromptEvent.TaskEnded { Result: PromptResult.Completed { Value: null } } ended => [Describe(ended)],
        PromptEvent.TaskEnded ended => [Describe(ended), .. Render(ended.Result)],
        PromptEvent.Forgot forgot => [Describe(forgot)],
        _ => [],
    };

    internal static string Describe(PromptEvent.TaskEnded ended)
    {
        var how = ended.Result switch
        {
            PromptResult.Completed => "has completed",
            PromptResult.Threw => "has failed",
            _ => "was cancelled",
        };
        return $"{(ended.Name.Length == 0 ? "A task" : $"The task {ended.Name}")} of entry {ended.Entry} {how}.";
    }

    internal static string Describe(PromptEvent.Forgot forgot) => forgot.Names.IsEmpty
        ? $"{forgot.Plugin} was replaced or removed, and code that used it was stopped."
        : $"{forgot.Plugin} was replaced or removed, and with it went {string.Join(", ", forgot.Names)}.";

    /// <summary>The lines of a value.</summary>
    public ImmutableArray<string> Render(PromptValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Bound([.. LinesOf(value)]);
    }

    /// <summary>The lines of a description: the signatures, then what the documentation says.</summary>
    public ImmutableArray<string> Render(PromptDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Bound(
        [
            .. description.Signatures,
            .. SplitLines(description.Summary),
            .. description.Parameters.Where(note => note.Text.Length > 0).Select(note => $"  {note.Name}: {note.Text}"),
            .. description.Returns.Length > 0 ? [$"  returns: {description.Returns}"] : Array.Empty<string>(),
            .. description.Exceptions.Select(note => $"  throws {note.Name}: {note.Text}"),
            .. SplitLines(description.Remarks),
        ]);
    }

    private static IEnumerable<string> LinesOf(PromptValue value) => value switch
    {
        PromptValue.Sequence { Items: [] } empty => [$"{empty.Type}, empty"],
        PromptValue.Sequence sequence => [.. sequence.Items.Select(item => Inline(item, depth: 0)), .. sequence.HasMore ? ["…"] : Array.Empty<string>()],
        PromptValue.Node { Members: not [] } node =>
        [
            node.Text.Length > 0 ? $"{node.Type}: {node.Text}" : node.Type,
            .. node.Members.Select(member => $"  {member.Name} = {Inline(member.Value, depth: 1)}"),
        ],
        _ => SplitLines(Inline(value, depth: 0)),
    };

    private static string Inline(PromptValue value, int depth) => value switch
    {
        PromptValue.Scalar scalar => scalar.Text,
        PromptValue.Elided elided => elided.Text,
        PromptValue.Sequence sequence when depth < 2 =>
            $"[{string.Join(", ", sequence.Items.Take(8).Select(item => Inline(item, depth + 1)))}{(sequence.HasMore || sequence.Items.Length > 8 ? ", …" : "")}]",
        PromptValue.Sequence sequence => $"{sequence.Type}[{sequence.Items.Length}{(sequence.HasMore ? "+" : "")}]",
        PromptValue.Node { Text.Length: > 0 } node => node.Text,
        PromptValue.Node node when depth < 2 => $"{{ {string.Join(", ", node.Members.Select(member => $"{member.Name} = {Inline(member.Value, depth + 1)}"))} }}",
        _ => value.Type,
    };

    private static string LineOf(PromptDiagnostic diagnostic) =>
        $"({diagnostic.Line},{diagnostic.Column}) {(diagnostic.IsError ? "error" : "warning")} {diagnostic.Id}: {diagnostic.Message}";

    private static string Text(TimeSpan time) => time.TotalSeconds < 60 ? $"{time.TotalSeconds:0.###} s" : $"{time.TotalMinutes:0.##} min";

    private static IEnumerable<string> SplitLines(string text) =>
        text.Length == 0 ? [] : text.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r'));

    private ImmutableArray<string> Bound(IReadOnlyList<string> lines)
    {
        // "… 1 more" would take the line that the one more could have had.
        var isWhole = lines.Count <= maxLines + 1;
        return
        [
            .. lines.Take(isWhole ? lines.Count : maxLines).Select(line => line.Length <= maxWidth ? line : line[..(maxWidth - 1)] + "…"),
            .. isWhole ? Array.Empty<string>() : [$"… {lines.Count - maxLines} more"],
        ];
    }
}
