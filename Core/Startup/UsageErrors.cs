using System.CommandLine;

namespace PluginFramework.Core.Startup;

/// <summary>Says what is wrong with a command line and what was probably meant.</summary>
internal static class UsageErrors
{
    public static string Describe(ParseResult parsed, string program)
    {
        var command = parsed.CommandResult.Command;
        var path = CommandPath(parsed, program);
        var first = parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], command) : null;
        var message = first ?? (command.Subcommands.Count > 0 && command.Action is null
            ? $"{path} needs one of: {string.Join(", ", Names(command))}."
            : parsed.Errors[0].Message);
        return $"{program}: {message}{Environment.NewLine}Try: {path} --help";
    }

    private static string Unmatched(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var name = token.Split('=', ':')[0];
            return $"Unknown option '{name}'{Configuration.NearestName.Hint(name, Options(command))}";
        }

        return command.Subcommands.Count > 0
            ? $"Unknown command '{token}'{Configuration.NearestName.Hint(token, Names(command))}"
            : $"Unexpected argument '{token}'.";
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name);

    private static IEnumerable<string> Options(Command command)
    {
        var own = command.Options.Where(option => !option.Hidden);
        var inherited = command.Parents.OfType<Command>().SelectMany(Above).Where(option => option.Recursive && !option.Hidden);
        return own.Concat(inherited).Select(option => option.Name);
    }

    private static IEnumerable<Option> Above(Command command) => command.Options.Concat(command.Parents.OfType<Command>().SelectMany(Above));

    private static string CommandPath(ParseResult parsed, string program)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent) names.Insert(0, result.Command.Name);
        return string.Join(' ', names.Prepend(program));
    }
}
