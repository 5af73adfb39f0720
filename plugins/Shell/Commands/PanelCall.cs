using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>A verb with what was typed after it.</summary>
/// <param name="Verb">The verb.</param>
internal sealed record PanelCall(PanelVerb Verb)
{
    /// <summary>By parameter.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Arguments { get; init; } = ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Secrets that are lines of standard input.</summary>
    public ImmutableArray<string> FromInput { get; init; } = [];

    /// <summary>Parameters that are not to be asked for.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    public bool IsJson { get; init; }

    public bool IsYes { get; init; }

    public bool IsDryRun { get; init; }

    public bool IsHelp { get; init; }

    public bool Follows { get; init; }

    /// <summary>Reads what follows a panel's name: a panel alone, or with options only, is shown.</summary>
    /// <exception cref="CommandException">Something is wrong with the words.</exception>
    public static PanelCall Parse(PanelDescription panel, ImmutableArray<Word> words)
    {
        var hasVerb = words is [{ IsQuoted: true }, ..] or [{ Text: [not '-', ..] }, ..];
        return Parse(Place.Verb(panel, hasVerb ? words[0].Text : null), words.AsSpan()[(hasVerb ? 1 : 0)..]);
    }

    private static PanelCall Parse(PanelVerb verb, ReadOnlySpan<Word> words)
    {
        var call = new PanelCall(verb);
        var position = 0;
        var onlyPositions = false;
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            var isOption = !onlyPositions && !word.IsQuoted && word.Text.Length > 1 && word.Text[0] == '-' && !char.IsAsciiDigit(word.Text[1]);
            if (isOption && word.Text == "--") onlyPositions = true;
            else if (isOption) call = call.Option(word.Text, words[(at + 1)..], ref at);
            else if (position < verb.Positions.Length) call = call.Add(verb.Positions[position++], word.Text);
            else throw call.Wrong($"'{word.Text}' is one too many");
        }

        return call;
    }

    /// <summary>What must be given and is not.</summary>
    public ImmutableArray<PanelParameter> Missing() => [.. Verb.Parameters.Where(parameter => parameter.IsRequired && !Arguments.ContainsKey(parameter.Name) && !FromInput.Contains(parameter.Name))];

    public CommandException Wrong(string problem) => new(ExitCode.Usage, $"{Verb.Panel.Name} {Verb.Name}: {problem}{(problem.EndsWith('?') ? "" : ".")} Try: help {Verb.Panel.Name} {Verb.Name}");

    public PanelCall With(string parameter, string text) => this with { Arguments = Arguments.SetItem(parameter, [text]) };

    private PanelCall Option(string word, ReadOnlySpan<Word> rest, ref int at)
    {
        var (name, value) = word.IndexOf('=') is > 0 and var equals ? (word[..equals], word[(equals + 1)..]) : (word, null);
        switch (name)
        {
            case "--json":
                return this with { IsJson = true };
            case "--help" or "-h":
                return this with { IsHelp = true };
            case "--yes" or "-y" when Verb.Act is not null:
                return this with { IsYes = true };
            case "--dry-run" when Verb.Act is { IsReadOnly: false }:
                return this with { IsDryRun = true };
            case "--follow" or "-f" when Verb.CanFollow:
                return this with { Follows = true };
        }

        if (Find(name) is { } parameter)
        {
            if (value is null && parameter.Kind == PanelParameterKind.Flag) value = "true";
            if (value is null)
            {
                if (rest.IsEmpty) throw Wrong($"{name} needs a value");
                value = rest[0].Text;
                at++;
            }

            return Add(parameter, value);
        }

        foreach (var secret in Verb.Parameters.Where(candidate => candidate.IsSecret))
        {
            if (name == $"{PanelVerb.OptionOf(secret.Name)}-stdin") return this with { FromInput = FromInput.Add(secret.Name) };
            if (name == $"--no-{PanelVerb.OptionOf(secret.Name)[2..]}" && !secret.IsRequired) return this with { Without = Without.Add(secret.Name) };
        }

        throw Wrong($"there is no option {name}{Nearest.Hint(name, Options()).TrimEnd('.')}");
    }

    /// <summary>All options there are.</summary>
    public IEnumerable<string> Options()
    {
        foreach (var parameter in Verb.Parameters)
        {
            if (parameter.IsSecret)
            {
                yield return $"{PanelVerb.OptionOf(parameter.Name)}-stdin";
                if (!parameter.IsRequired) yield return $"--no-{PanelVerb.OptionOf(parameter.Name)[2..]}";
            }

            yield return PanelVerb.OptionOf(parameter.Name);
        }

        yield return "--json";
        if (Verb.CanFollow) yield return "--follow";
        if (Verb.Act is { CanDryRun: true }) yield return "--dry-run";
        if (Verb.Act is { Confirmation: not null }) yield return "--yes";
        yield return "--help";
    }

    /// <summary>The parameter of an option. One of a list also goes by its singular, as the daemon's command line has it.</summary>
    public PanelParameter? Find(string option) =>
        Verb.Parameters.FirstOrDefault(parameter => PanelVerb.OptionOf(parameter.Name) == option)
        ?? Verb.Parameters.FirstOrDefault(parameter => parameter.IsList && PanelVerb.OptionOf(parameter.Name) == option + "s")
        ?? (option == "-n" ? Verb.Parameters.FirstOrDefault(parameter => parameter.Name == "count") : null);

    private PanelCall Add(PanelParameter parameter, string text)
    {
        var given = Arguments.GetValueOrDefault(parameter.Name, []);
        // An empty text stands for none of a list.
        return this with { Arguments = Arguments.SetItem(parameter.Name, parameter.IsList && text.Length == 0 ? given : given.Add(text)) };
    }
}
