using System.Collections.Immutable;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;

namespace PluginFramework.Shell.Consoles;

/// <summary>C# as the editor has to know it: the console's session tells.</summary>
internal sealed class CodeAid(IPromptConsole console) : IEditorAid
{
    private const int IndentWidth = 4;
    private const int MaxOverloads = 6;

    public bool IsComplete(string text)
    {
        if (text.Trim().Length == 0 || PromptLoop.IsCommand(text)) return true;
        try
        {
            return console.IsComplete(text);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    public int Indent(string text)
    {
        var line = text[(text.LastIndexOf('\n') + 1)..];
        var indent = line.Length - line.TrimStart(' ').Length;
        return line.TrimEnd() is [.., '{' or '(' or '['] ? indent + IndentWidth : indent;
    }

    public bool SuggestsAfter(string text, int position) => text[position - 1] switch
    {
        '.' => position > 1 && (char.IsLetter(text[position - 2]) || text[position - 2] is '_' or ')' or ']' or '"' or '>'),
        '(' or ',' => CalledMethod.In(text[..position]) is not null,
        _ => false,
    };

    public async Task<Proposals> ProposeAsync(string text, int position, bool isAsked, CancellationToken cancellationToken)
    {
        try
        {
            return !isAsked && text[..position] is [.., '(' or ','] && CalledMethod.In(text[..position]) is { } called
                ? await OverloadsAsync(called, position, cancellationToken)
                : await NamesAsync(text, position, cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            return Proposals.None;
        }
    }

    public async Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken)
    {
        if (PromptLoop.IsCommand(text)) return [];
        try
        {
            return await console.ClassifyAsync(text, cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            return [];
        }
    }

    private async Task<Proposals> NamesAsync(string text, int position, CancellationToken cancellationToken)
    {
        // Documentation can be asked for where a command cannot be completed.
        var offset = text.StartsWith("help ", StringComparison.Ordinal) && position >= 5 ? 5 : 0;
        var found = await console.CompleteAsync(text[offset..], position - offset, cancellationToken);
        var start = position;
        while (start > offset && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '@')) start--;
        return new(start, position,
        [
            .. found.Select(proposal => new Proposal(proposal.Text, proposal.Description) { Documentation = proposal.Documentation, Overloads = proposal.Overloads }),
        ]);
    }

    /// <summary>What a method takes, to be seen while its arguments are written.</summary>
    private async Task<Proposals> OverloadsAsync(string called, int position, CancellationToken cancellationToken)
    {
        if (await console.DescribeAsync(called, cancellationToken) is not { Kind: "method" } method) return Proposals.None;
        var shown = method.Signatures.Take(MaxOverloads).ToImmutableArray();
        return new(position, position, [])
        {
            Notes =
            [
                .. shown,
                .. method.Overloads > shown.Length ? [$"and {method.Overloads - shown.Length} more: help {called}"] : (string[])[],
                .. method.Summary.Length > 0 ? [method.Summary.ReplaceLineEndings(" ")] : (string[])[],
            ],
        };
    }
}
