using System.Collections.Immutable;
using System.Text;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Commands;

/// <summary>What help says.</summary>
internal static class HelpText
{
    private const int MaxNameWidth = 28;

    public static string Of(ShellIo io, ImmutableArray<Builtin> builtins, ImmutableArray<PanelDescription> panels, ImmutableArray<LiveExport<IShellCommand>> others)
    {
        var text = new StringBuilder();
        List(text, io, "Panels", [.. panels.Select(panel => (panel.Name, panel.Description ?? panel.Title))]);
        List(text, io, "Commands", [.. builtins.Select(builtin => (builtin.Name, builtin.Summary)), .. others.Select(other => (other.Value.Name, other.Value.Summary))]);
        return text.Append("help NAME tells what there is to type after a name; so does Tab.\n").ToString();
    }

    public static string Of(ShellIo io, string name, string usage, string summary) =>
        $"{Heading(io, "Usage")} {SafeText.Line($"{name} {usage}".TrimEnd())}\n{SafeText.Line(summary)}\n";

    public static string Of(ShellIo io, PanelDescription panel)
    {
        var text = new StringBuilder($"{io.Paint(SafeText.Line(panel.Title), Style.Bold)}{(panel.Description is { } description ? $": {SafeText.Line(description)}" : "")}\n");
        List(text, io, "Usage", [.. PanelVerb.Of(panel).Select(verb => (verb.Usage, verb.Summary))]);
        return text.Append($"help {panel.Name} VERB tells more about one.\n").ToString();
    }

    public static string Of(ShellIo io, PanelVerb verb)
    {
        var text = new StringBuilder($"{Heading(io, "Usage")} {SafeText.Line(verb.Usage)}\n{SafeText.Line(verb.Summary)}\n");
        var named = verb.Parameters.Select(parameter => (Name: verb.Positions.Contains(parameter) && parameter.Name == "subject" ? "SUBJECT"
            : verb.Positions.Contains(parameter) ? $"{parameter.Name.ToUpperInvariant()}, {PanelVerb.OptionOf(parameter.Name)}" : PanelVerb.OptionOf(parameter.Name), Text: Describe(parameter)));
        var call = new PanelCall(verb);
        var known = verb.Parameters.Select(parameter => PanelVerb.OptionOf(parameter.Name)).ToHashSet(StringComparer.Ordinal);
        List(text, io, "Options", [.. named, .. call.Options().Where(option => !known.Contains(option)).Select(option => (option, Describe(option)))]);
        return text.ToString();
    }

    private static string Describe(string option) => option switch
    {
        "--json" => "Writes JSON.",
        "--help" => "Tells this.",
        "--yes" => "Does not ask; where there is no terminal nothing is asked.",
        "--dry-run" => "Says what would be done, and does nothing.",
        "--follow" => "Goes on with what comes, until Ctrl-C.",
        _ when option.EndsWith("-stdin", StringComparison.Ordinal) => "Is the next line of standard input.",
        _ => "Leaves it out without asking.",
    };

    private static string Describe(PanelParameter parameter)
    {
        var text = new StringBuilder(parameter.Description ?? parameter.Label);
        if (!parameter.Choices.IsDefaultOrEmpty) text.Append($" One of {string.Join(", ", parameter.Choices)}.");
        if (parameter.Default is { } value) text.Append($" Default: {value}.");
        if (parameter.IsList) text.Append(" May be given several times; '' for none.");
        if (parameter.IsSecret) text.Append(" Is asked for at a terminal, and better not written into a line.");
        return text.ToString();
    }

    private static string Heading(ShellIo io, string text) => io.Paint(text + ":", Style.Bold);

    private static void List(StringBuilder text, ShellIo io, string heading, ImmutableArray<(string Name, string Text)> rows)
    {
        if (rows.IsEmpty) return;
        var room = io.Width ?? 100;
        var width = Math.Min(rows.Max(row => CellWidth.Of(SafeText.Line(row.Name))), Math.Min(MaxNameWidth, room / 2));
        text.Append(Heading(io, heading)).Append('\n');
        foreach (var row in rows)
        {
            var name = SafeText.Line(row.Name);
            text.Append("  ").Append(io.Paint(name, Style.Cyan));
            if (CellWidth.Of(name) > width) text.Append('\n').Append(' ', width + 4);
            else text.Append(' ', width + 2 - CellWidth.Of(name));
            text.Append(string.Join("\n" + new string(' ', width + 4), TextWrap.Lines(SafeText.Line(row.Text), room - width - 4))).Append('\n');
        }
    }
}
