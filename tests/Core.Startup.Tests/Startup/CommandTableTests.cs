using System.Text.RegularExpressions;

namespace PluginFramework.Core.Startup.Tests;

/// <summary>The operator's manual against the commands there are.</summary>
public sealed partial class CommandTableTests
{
    private static readonly string[] Standard = ["help"];

    [Fact]
    public void Manual_NamesEveryCommand_AndNoOther()
    {
        var commands = RootCommandFactory.Create(new PluginApplicationBuilder(), new GlobalOptions()).Subcommands.Where(command => !command.Hidden)
            .SelectMany(command => command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(verb => $"{command.Name} {verb.Name}"));
        Documented().ShouldBe(commands.Except(Standard), ignoreOrder: true);
    }

    /// <summary>A row is of a noun, named once, and its verbs: <c>`plugin list`, `show ID`</c>.</summary>
    private static IEnumerable<string> Documented()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "PluginFramework.sln"))) root = root.Parent!;
        var isTable = false;
        foreach (var line in File.ReadLines(Path.Combine(root.FullName, "pluginhost", "README.md")))
        {
            isTable = line == "| Command | Does |" || (isTable && line.StartsWith('|'));
            if (!isTable || line.Split('|') is not [_, var row, ..]) continue;
            string? noun = null;
            foreach (var words in Code().Matches(row).Select(match => Word().Matches(match.Groups[1].Value).Select(word => word.Value).ToArray()))
            {
                if (words.Length == 0) continue;
                if (words.Length > 1) noun = words[0];
                yield return noun is null ? words[0] : $"{noun} {words[^1]}";
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<=^| )[a-z][a-z-]*(?= |$)")]
    private static partial Regex Word();
}
