using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Panels;
using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Consoles;

/// <summary><c>prompt</c>: the C# prompt at a console that outlives the connection.</summary>
internal sealed class PromptCommand(Place place)
{
    public const string Usage = "[NAME | NUMBER | --watch NUMBER | list | --new | [--name NAME] -e CODE]";

    /// <summary>The console that <c>prompt</c> alone leads to, and back to.</summary>
    private const string DefaultName = "shell";

    private ShellIo Io => place.Io;

    public async Task<int> RunAsync(ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        var consoles = Consoles();
        switch (words)
        {
            case [{ Text: "list" }] or [{ Text: "list" }, { Text: "--json" }]:
                var table = TableOf(consoles.List(place.Principal, Io.Session.Client));
                await Io.WriteAsync(words.Length > 1 ? place.Views.Json(table) : place.Views.Text(table), cancellationToken);
                return ExitCode.Ok;
            case []:
                return await AttachAsync(() => consoles.Open(place.Principal, Io.Session.Client, DefaultName), cancellationToken);
            case [{ Text: "--new" }]:
                return await AttachAsync(() => consoles.Open(place.Principal, Io.Session.Client), cancellationToken);
            case [{ IsQuoted: false } number] when NumberIn(number) is { } which:
                return await AttachAsync(() => Join(consoles, which), cancellationToken);
            case [{ Text: "--watch" }, var number] when NumberIn(number) is { } which:
                using (var console = Attach(() => Join(consoles, which))) return await new ConsoleWatch(place, console).RunAsync(cancellationToken);
            case [{ Text: "--name" }, var name]:
                return await AttachAsync(() => consoles.Open(place.Principal, Io.Session.Client, name.Text), cancellationToken);
            case [var name] when name.IsQuoted || !name.Text.StartsWith('-'):
                return await AttachAsync(() => consoles.Open(place.Principal, Io.Session.Client, name.Text), cancellationToken);
            default:
                throw new CommandException(ExitCode.Usage, $"prompt: that is not how it goes. Usage: prompt {Usage}");
        }
    }

    /// <summary>Evaluates an entry, writes its output as it comes and then its value, and leaves.</summary>
    /// <param name="code">The entry.</param>
    /// <param name="name">The console that is to remember it; <see langword="null"/>: one that is closed afterwards.</param>
    /// <param name="cancellationToken">Stops the entry.</param>
    public async Task<int> EvaluateAsync(string code, string? name, CancellationToken cancellationToken)
    {
        var consoles = Consoles();
        using var console = Attach(() => consoles.Open(place.Principal, Io.Session.Client, name));
        try
        {
            return await EvaluateAsync(console, code, cancellationToken);
        }
        finally
        {
            if (name is null) await console.CloseAsync();
        }
    }

    /// <summary>What may follow <c>prompt</c>.</summary>
    public IEnumerable<Proposal> Proposals() =>
    [
        .. place.Consoles?.List(place.Principal, Io.Session.Client).Select(console => new Proposal($"{console.Number}", $"{console.Name} of {console.Owner}")) ?? [],
        new("list", "Lists the consoles."),
        new("--new", "Makes another console."),
        new("--watch", "Looks on at a console."),
        new("--name", "Goes to a console of a name, which is made where there is none."),
        new("-e", "Evaluates what follows, and leaves."),
    ];

    private static int? NumberIn(Word word) => int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static View.Table TableOf(ImmutableArray<PromptConsoleInfo> consoles) => new(
        [new("number", "Number"), new("name", "Name"), new("owner", "Owner"), new("entries", "Entries"), new("running", "Running"), new("lastUsed", "Last used"), new("attendees", "At it")],
        [
            .. consoles.Select(console => new ViewRow(
            [
                PanelValue.Of(console.Number), PanelValue.Of(console.Name), PanelValue.Of(console.Owner), PanelValue.Of(console.Entries), PanelValue.Of(console.IsRunning),
                PanelValue.Of((DateTimeOffset?)console.LastUsedAt), PanelValue.Of(console.Attendees.Select(attendee => $"{attendee.User} ({attendee.Surface})")),
            ])),
        ])
    {
        EmptyText = "There is no console; `prompt` makes one.",
    };

    private IPromptConsoles Consoles() => place.Consoles ?? throw new CommandException(
        ExitCode.Unavailable, "Nothing runs that evaluates C#: the plugin `scripting` does. `plugin why scripting` tells how it stands.");

    private async Task<int> AttachAsync(Func<IPromptConsole> open, CancellationToken cancellationToken)
    {
        using var console = Attach(open);
        if (Io.Can.IsTerminal) return await new PromptLoop(place, console).RunAsync(cancellationToken);
        return await EvaluateAsync(console, await Io.ReadAllAsync(cancellationToken), cancellationToken);
    }

    private async Task<int> EvaluateAsync(IPromptConsole console, string code, CancellationToken cancellationToken)
    {
        var results = new ResultText(Io, place.Views);
        await using var feed = new ConsoleFeed(console, place.Principal, Io, results, isQuiet: true);
        var result = await new EntryRun(Io, console, feed).RunAsync(code, cancellationToken) ?? throw new CommandException(ExitCode.Unavailable, "The console was closed meanwhile.");
        var text = results.Of(result, code);
        if (result is PromptResult.Completed) await Io.WriteAsync(text, cancellationToken);
        else await Io.ErrorAsync(text, cancellationToken);
        return result switch { PromptResult.Completed => ExitCode.Ok, PromptResult.Cancelled => ExitCode.Interrupted, _ => ExitCode.Failed };
    }

    private IPromptConsole Join(IPromptConsoles consoles, int number) =>
        consoles.Join(place.Principal, Io.Session.Client, number) ?? throw new CommandException(ExitCode.Failed, $"There is no console {number}. Try: prompt list");

    private static IPromptConsole Attach(Func<IPromptConsole> open)
    {
        try
        {
            return open();
        }
        catch (ArgumentException wrong)
        {
            throw new CommandException(ExitCode.Usage, wrong.Message);
        }
        catch (InvalidOperationException full)
        {
            throw new CommandException(ExitCode.Retry, full.Message);
        }
    }
}
