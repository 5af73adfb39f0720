using System.Collections.Immutable;
using System.Text;
using PluginFramework.Panels;

namespace PluginFramework.Shell.Commands;

/// <summary>Something to type after a panel's name, with what may follow it.</summary>
/// <param name="Panel">The panel.</param>
/// <param name="Name">The verb.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record PanelVerb(PanelDescription Panel, string Name, VerbKind Kind, string Summary)
{
    /// <summary>The filter that gives a view other forms, each of which is a verb: <c>plugin why</c>.</summary>
    private const string FormFilter = "as";

    private static readonly PanelParameter Subject = new("subject") { Description = "The one to show.", IsRequired = true };

    /// <summary>The act; <see langword="null"/> where it is none.</summary>
    public PanelAct? Act { get; init; }

    /// <summary>What follows without a name, in order; all must be given, unless it is one that need not.</summary>
    public ImmutableArray<PanelParameter> Positions { get; init; } = [];

    /// <summary>What can be given by name; the ones without a name as well.</summary>
    public ImmutableArray<PanelParameter> Parameters { get; init; } = [];

    /// <summary>A value of <see cref="FormFilter"/>; <see langword="null"/>: none.</summary>
    public string? Form { get; init; }

    /// <summary>What a view shows goes on while one looks.</summary>
    public bool CanFollow => Kind == VerbKind.List && Panel.Name == "log";

    /// <summary>The verbs of a panel. A panel's acts go before its views.</summary>
    public static ImmutableArray<PanelVerb> Of(PanelDescription panel)
    {
        var filters = panel.Filters.RemoveAll(filter => filter.Name == FormFilter);
        IEnumerable<string> forms = panel.Filters.FirstOrDefault(filter => filter.Name == FormFilter)?.Choices ?? [];
        return
        [
            .. panel.Acts.Select(act => OfAct(panel, act)).Concat(
            [
                new(panel, "list", VerbKind.List, $"Shows {(panel.Description is { } text ? $"it: {text}" : "it.")}") { Parameters = filters },
                new(panel, "show", VerbKind.Show, "Shows all about one.") { Positions = [Subject], Parameters = [Subject, .. filters] },
                .. forms.Where(form => form is not ("list" or "show")).Select(form => new PanelVerb(panel, form, VerbKind.List, $"Shows it as '{form}', or one thing so.")
                {
                    Form = form, Positions = [Subject with { IsRequired = false }], Parameters = [Subject with { IsRequired = false }, .. filters],
                }),
            ]).DistinctBy(verb => verb.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary><c>displayName</c> as an option: <c>--display-name</c>.</summary>
    public static string OptionOf(string parameter)
    {
        var option = new StringBuilder("--");
        foreach (var letter in parameter) option.Append(char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter.ToString());
        return option.ToString();
    }

    /// <summary>How it is typed: <c>user remove NAME</c>.</summary>
    public string Usage
    {
        get
        {
            var usage = new StringBuilder($"{Panel.Name} {Name}");
            foreach (var position in Positions) usage.Append(position.IsRequired ? $" {position.Name.ToUpperInvariant()}" : $" [{position.Name.ToUpperInvariant()}]");
            if (Parameters.Length > Positions.Length || Act is not null) usage.Append(" [options]");
            return usage.ToString();
        }
    }

    private static PanelVerb OfAct(PanelDescription panel, PanelAct act)
    {
        // What must be given stands in order after the verb, and where nothing must, what may be given first.
        var positions = act.Parameters.Where(parameter => parameter is { IsRequired: true, IsSecret: false, IsList: false }).ToImmutableArray();
        if (positions.IsEmpty && act.Parameters.FirstOrDefault(parameter => parameter is { IsSecret: false, IsList: false } && parameter.Kind != PanelParameterKind.Flag) is { } first) positions = [first];
        return new(panel, act.Name, VerbKind.Act, act.Description ?? act.Label) { Act = act, Positions = positions, Parameters = act.Parameters };
    }
}
