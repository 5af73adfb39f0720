using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>
/// The options of one plugin, or of the host, as a form: the configuration's act that changes several keys, with a field for each key in place of its one
/// parameter. What the fields are, the configuration's table says.
/// </summary>
/// <param name="Act">The act as the form shows it.</param>
/// <param name="Present">What is set in each field.</param>
internal sealed record SectionForm(PanelAct Act, ImmutableDictionary<string, ImmutableArray<string>> Present)
{
    public const string ActName = "change";

    private const string Values = "values";

    /// <summary>The form for a section; <see langword="null"/> where the act is another, or the section is none.</summary>
    public static async Task<SectionForm?> FindAsync(PanelRequest request, PanelDescription panel, PanelAct act, string? section)
    {
        if (act.Name != ActName || section is null || await ConfigurationSection.FindAsync(request, panel, section) is not View.Table table) return null;
        ImmutableArray<string> columns = [.. table.Columns.Select(column => column.Name)];
        var rows = table.Rows.Select(row => new Row(columns, row)).ToList();
        // The first parameter is what the act is done to.
        var shown = act with { Label = "Save", Parameters = [new("section") { Label = "Options of" }, .. rows.Select(row => row.Parameter)] };
        return new(shown, rows.ToImmutableDictionary(row => row.Key, row => row.Present, StringComparer.Ordinal));
    }

    /// <summary>What was changed in the form, as the act itself takes it.</summary>
    public ActRequest Read(IFormCollection posted) => new(ActName, ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(
        Values, [.. ActArguments.Changed(posted, [.. Act.Parameters.Skip(1)]).Select(change => change.Text.Length == 0 ? change.Name : $"{change.Name}={change.Text}")]));

    /// <summary>A line of the configuration's table.</summary>
    private sealed class Row(ImmutableArray<string> columns, ViewRow row)
    {
        public string Key => Of("key").Text;

        public ImmutableArray<string> Present => IsSecret || Of("value").Kind == PanelValueKind.None ? [] : [Of("value").Text];

        public PanelParameter Parameter => new(Key, KindOf(Of("kind").Text))
        {
            Label = Key.Split(':')[^1], IsSecret = IsSecret, Choices = Of("choices").Items.OrEmpty(), Minimum = NumberOf("minimum"), Maximum = NumberOf("maximum"),
            Default = Of("default").Text,
            Description = string.Join(' ', ((string[])[Of("description").Text, Of("origin").Text is "default" or "" ? "" : $"Set at {Of("origin").Text}."]).Where(text => text.Length > 0)),
        };

        private bool IsSecret => Of("secret").Text == "true";

        private static PanelParameterKind KindOf(string kind) => kind switch
        {
            "integer" => PanelParameterKind.WholeNumber,
            "number" => PanelParameterKind.Number,
            "flag" => PanelParameterKind.Flag,
            "duration" => PanelParameterKind.Duration,
            "text" => PanelParameterKind.Text,
            _ => PanelParameterKind.LongText,
        };

        private double? NumberOf(string column) => double.TryParse(Of(column).Text, CultureInfo.InvariantCulture, out var number) ? number : null;

        private PanelValue Of(string column) => columns.IndexOf(column) is var index and >= 0 && index < row.Cells.OrEmpty().Length ? row.Cells[index] : PanelValue.None;
    }
}
