using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Logging;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The latest entries of the log that are kept in memory.</summary>
/// <param name="history">What is kept; <see langword="null"/> where nothing is.</param>
internal sealed class LogPanel(LogHistory? history) : IPanel
{
    private const int DefaultCount = 200;

    private static readonly PanelParameter Level = new("level")
    {
        Label = "Level", Description = "Only entries of this level and graver ones.", Choices = ["trace", "debug", "information", "warning", "error", "critical"],
    };

    private static readonly PanelParameter Category = new("category") { Label = "Category", Description = "Only entries of a category that contains this, such as a plugin's id." };

    private static readonly PanelParameter Text = new("text") { Label = "Text", Description = "Only entries that contain this." };

    private static readonly PanelParameter Count = new("count", PanelParameterKind.WholeNumber)
    {
        Label = "Count", Description = "How many of the latest to show.", Minimum = 1, Maximum = LogHistory.Capacity, Default = "200", Unit = "entries",
    };

    public ImmutableArray<PanelAct> Acts => [];

    public ImmutableArray<PanelParameter> Filters { get; } = [Level, Category, Text, Count];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => Task.FromResult<View>(
        history is null ? new View.Text("No log is kept in memory here; see the daemon's log file.") : Show(history, query));

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => throw new PanelException(PanelError.NotFound, "The log has no acts.");

    private static View.Log Show(LogHistory history, PanelQuery query)
    {
        var filters = query.Filters;
        long after = 0;
        if (query.After is { } place && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new PanelException(PanelError.Invalid, "That is not where later lines of the log begin; start without it.");
        var (lines, total) = history.List(after);
        var least = Enum.Parse<LogLevel>(filters.FindText(Level.Name) ?? Level.Choices[0], ignoreCase: true);
        var (category, text) = (filters.FindText(Category.Name) ?? "", filters.FindText(Text.Name) ?? "");
        return new(
        [
            .. lines.Where(line => Enum.Parse<LogLevel>(line.Level) >= least
                && line.Category.Contains(category, StringComparison.OrdinalIgnoreCase)
                && line.Message.Contains(text, StringComparison.OrdinalIgnoreCase)).TakeLast((int)(filters.FindInteger(Count.Name) ?? DefaultCount)),
        ])
        {
            Next = total.ToString(CultureInfo.InvariantCulture),
        };
    }
}
