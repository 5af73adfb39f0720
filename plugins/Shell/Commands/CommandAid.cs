using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Prompt;
using PluginFramework.Shell.Consoles;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>The language of the shell's own lines: commands, verbs, options, and the things the panels list.</summary>
internal sealed class CommandAid(Place place, CommandShell shell) : IEditorAid
{
    private const int MaxProposals = 200;

    /// <summary>How long a panel may take to say what it lists.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public bool IsComplete(string text) => PromptCode.In(text) is not null || Words.Scan(text).OpenAt < 0;

    public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken)
    {
        var spans = ImmutableArray.CreateBuilder<PromptSpan>();
        var words = Words.Scan(text).All;
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            var kind = at == 0 ? "keyword" : word.IsQuoted ? "string" : word.Text.StartsWith('-') ? "type" : "name";
            var isUnknown = at == 0 && !shell.IsCommand(word.Text);
            spans.Add(new(word.Start, word.End - word.Start, kind) { IsError = isUnknown && words.Length > 1 });
        }

        return Task.FromResult(spans.ToImmutable());
    }

    public async Task<Proposals> ProposeAsync(string text, int position, bool isAsked, CancellationToken cancellationToken)
    {
        var before = Words.Scan(text[..position]).All;
        var isInWord = before.Length > 0 && before[^1].End == position;
        var (word, words) = isInWord ? (before[^1], before[..^1]) : (new Word("", position, position, false), before);
        var all = await ProposeAsync(words, word.Text, cancellationToken);
        return new(word.Start, position,
        [
            .. all.Where(proposal => proposal.Text.StartsWith(word.Text, StringComparison.Ordinal)).Take(MaxProposals)
                .Select(proposal => proposal with { Text = Words.Quote(proposal.Text), Suffix = proposal.Text.EndsWith('=') ? "" : " " }),
        ]);
    }

    private async Task<IEnumerable<Proposal>> ProposeAsync(ImmutableArray<Word> words, string word, CancellationToken cancellationToken)
    {
        if (words is [{ Text: "help" or "watch" }, .. var rest]) words = rest is [{ Text: "-n" }, _, .. var watched] ? watched : rest;
        if (words.IsEmpty) return Commands();
        if (words is [{ Text: "prompt" }] && shell.IsCommand("prompt")) return new PromptCommand(place).Proposals();
        if (place.FindPanel(words[0].Text) is not { } panel) return [];
        if (words.Length == 1 && !word.StartsWith('-')) return PanelVerb.Of(panel).Select(verb => new Proposal(verb.Name, verb.Summary));
        var verb = PanelVerb.Of(panel).FirstOrDefault(verb => verb.Name == (words.Length == 1 ? "list" : words[1].Text));
        return verb is null ? [] : await ProposeAsync(verb, words.Length == 1 ? [] : words[2..], word, cancellationToken);
    }

    private IEnumerable<Proposal> Commands() =>
        place.Panels().Select(panel => new Proposal(panel.Name, panel.Description ?? panel.Title))
            .Concat(shell.Builtins.Select(builtin => new Proposal(builtin.Name, builtin.Summary)))
            .Concat(place.Others.Select(other => new Proposal(other.Value.Name, other.Value.Summary)))
            .OrderBy(proposal => proposal.Text, StringComparer.Ordinal);

    private async Task<IEnumerable<Proposal>> ProposeAsync(PanelVerb verb, ImmutableArray<Word> words, string word, CancellationToken cancellationToken)
    {
        var call = new PanelCall(verb);
        if (word.StartsWith('-')) return call.Options().Select(option => new Proposal(option, Describe(call, option)));
        if (words is [.., { Text: ['-', ..] } last] && call.Find(last.Text) is { } named && named.Kind != PanelParameterKind.Flag) return Choices(named);
        var position = 0;
        for (var at = 0; at < words.Length; at++)
        {
            if (!words[at].Text.StartsWith('-')) position++;
            else if (call.Find(words[at].Text) is { } option && option.Kind != PanelParameterKind.Flag) at++;
        }

        if (position >= verb.Positions.Length) return [];
        var parameter = verb.Positions[position];
        if (!parameter.Choices.IsDefaultOrEmpty) return Choices(parameter);
        // What an act is done to is mostly what the panel lists; what is added is not there yet.
        return position == 0 && !verb.Name.StartsWith("add", StringComparison.Ordinal) ? await SubjectsAsync(verb.Panel.Name, cancellationToken) : [];
    }

    private static string Describe(PanelCall call, string option) => call.Find(option) is { } parameter ? parameter.Description ?? parameter.Label : "";

    private static IEnumerable<Proposal> Choices(PanelParameter parameter) => parameter.Choices.IsDefaultOrEmpty ? [] : parameter.Choices.Select(choice => new Proposal(choice));

    private async Task<IEnumerable<Proposal>> SubjectsAsync(string panel, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, place.Io.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var view = await place.Catalog.ViewAsync(panel, place.Caller, cancellationToken: either.Token);
            return Rows(view).Where(row => row.Subject is not null).Select(row => new Proposal(row.Subject!));
        }
        catch (Exception exception) when (exception is PanelException or OperationCanceledException)
        {
            return [];
        }
    }

    private static IEnumerable<ViewRow> Rows(View view) => view switch
    {
        View.Table { Rows.IsDefaultOrEmpty: false } table => table.Rows,
        View.Group { Items.IsDefaultOrEmpty: false } group => group.Items.OfType<View.Table>().SelectMany(Rows),
        _ => [],
    };
}
