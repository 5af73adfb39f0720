using System.CommandLine;

namespace PluginFramework.Core.Startup;

/// <summary>A command line that is being typed.</summary>
/// <param name="Command">The command the cursor is in.</param>
/// <param name="Word">What stands of the word at the cursor.</param>
/// <param name="Option">The option whose value the word is; <see langword="null"/>: of none.</param>
/// <param name="Position">How many arguments stand before it.</param>
/// <param name="RunDirectory">What <c>--rundir</c> says.</param>
internal sealed record CompletionLine(Command Command, string Word, Option? Option, int Position, string? RunDirectory)
{
    /// <summary>The panel whose things fit the argument at the cursor; <see langword="null"/>: none.</summary>
    public string? Panel => Option is not null || Word.StartsWith('-') || Position >= Command.Arguments.Count ? null
        : (Command.Arguments[Position].Name, Command.Parents.FirstOrDefault()?.Name) switch
        {
            ("ID", "plugin") => "plugin",
            ("NAME", "user") when Command.Name != "add" => "user",
            ("NAME", "feed") when Command.Name != "add" => "feed",
            ("KEY", "config") => "config",
            _ => null,
        };

    /// <param name="root">The program.</param>
    /// <param name="words">The words after its name, the one at the cursor last; it may be empty.</param>
    public static CompletionLine Of(RootCommand root, string[] words)
    {
        Command command = root;
        Option? awaiting = null;
        string? runDirectory = null;
        var position = 0;
        foreach (var word in words.SkipLast(1))
        {
            if (awaiting is not null)
            {
                if (awaiting.Name == "--rundir") runDirectory = word;
                awaiting = null;
            }
            else if (word.StartsWith('-'))
            {
                if (word.StartsWith("--rundir=", StringComparison.Ordinal)) runDirectory = word["--rundir=".Length..];
                awaiting = OptionsOf(command).FirstOrDefault(option => Names(option).Contains(word) && option is not Option<bool>);
            }
            else if (position == 0 && command.Subcommands.FirstOrDefault(candidate => candidate.Name == word || candidate.Aliases.Contains(word)) is { } subcommand) command = subcommand;
            else position++;
        }

        return new(command, words.LastOrDefault() ?? "", awaiting, position, runDirectory);
    }

    /// <summary>What can stand at the cursor by the commands themselves.</summary>
    public IEnumerable<string> Candidates()
    {
        if (Option is not null) return [];
        if (Word.StartsWith('-')) return OptionsOf(Command).SelectMany(Names).Where(name => name.StartsWith("--", StringComparison.Ordinal));
        var values = Position < Command.Arguments.Count ? Command.Arguments[Position].GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label) : [];
        return Position > 0 ? values : values.Concat(Command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name));
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Hidden).Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive));

    private static IEnumerable<string> Names(Option option) => option.Aliases.Prepend(option.Name);
}
