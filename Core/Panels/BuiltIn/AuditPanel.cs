using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Auditing;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The entries of the audit file, the latest first.</summary>
internal sealed class AuditPanel(string path, TimeProvider clock) : IPanel
{
    private const int PageSize = 100;

    /// <summary>How much of the file one page may look through for what its filters ask; the next one goes on from there.</summary>
    private const long MaxRead = 32 * 1024 * 1024;

    private static readonly PanelParameter Actor = new("actor") { Label = "Actor", Description = "Only what this one did." };

    private static readonly PanelParameter Action = new("action") { Label = "Action", Description = "Only this, or those that begin so: user.add, user." };

    private static readonly PanelParameter Subject = new("subject") { Label = "Subject", Description = "Only what was done to this." };

    private static readonly PanelParameter Outcome = new("outcome") { Label = "Outcome", Description = "Only what ended so: ok, denied." };

    private static readonly PanelParameter Since = new("since", PanelParameterKind.Duration) { Label = "Within", Description = "Only what happened within this time.", Minimum = 0 };

    private static readonly PanelParameter Count = new("count", PanelParameterKind.WholeNumber)
    {
        Label = "Count", Description = "How many a page has at most.", Minimum = 1, Maximum = 1000, Default = "100", Unit = "entries",
    };

    public ImmutableArray<PanelAct> Acts => [];

    public ImmutableArray<PanelParameter> Filters { get; } = [Actor, Action, Subject, Outcome, Since, Count];

    /// <summary>Reads a file, which a thread of its own does better than whoever asks.</summary>
    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) =>
        Task.Run<View>(() => Show(query, cancellationToken), cancellationToken);

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => throw new PanelException(PanelError.NotFound, "The audit has no acts.");

    private View.Table Show(PanelQuery query, CancellationToken cancellationToken)
    {
        long? after = query.After is not { } text ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset : throw new PanelException(PanelError.Invalid, "That is not where a page of the audit begins; start from the first.");
        var oldest = query.Filters.FindDuration(Since.Name) is { } time ? Earlier(time) : DateTimeOffset.MinValue;
        var count = query.Filters.FindInteger(Count.Name) ?? PageSize;
        var rows = ImmutableArray.CreateBuilder<ViewRow>();
        long? begin = null, next = null;
        try
        {
            foreach (var (at, entry) in AuditReader.ReadBack(path, after))
            {
                cancellationToken.ThrowIfCancellationRequested();
                begin ??= at;
                if (entry is not null && entry.Time < oldest) break;
                if (entry is not null && IsWanted(entry, query.Filters)) rows.Add(Row(entry));
                if (at == 0 || (rows.Count < count && begin - at < MaxRead)) continue;
                next = at;
                break;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PanelException(PanelError.Unavailable, $"The audit {path} cannot be read ({error.Message}); look at its permissions.", error);
        }

        return new View.Table(
            [
                new("time", "Time"), new("action", "Action"), new("outcome", "Outcome"), new("actor", "Actor"), new("subject", "Subject"),
                new("surface", "Surface"), new("remoteAddress", "From"), new("detail", "Detail"),
            ],
            rows.ToImmutable())
        {
            EmptyText = next is null ? "There is no such entry." : "There is no such entry among the later ones.",
            NextPage = next?.ToString(CultureInfo.InvariantCulture),
        };
    }

    private DateTimeOffset Earlier(TimeSpan time)
    {
        var now = clock.GetUtcNow();
        return time < now - DateTimeOffset.MinValue ? now - time : DateTimeOffset.MinValue;
    }

    private static bool IsWanted(AuditEntry entry, PanelArguments filters) =>
        Is(filters.FindText(Actor.Name), entry.Actor) && Is(filters.FindText(Subject.Name), entry.Subject) && Is(filters.FindText(Outcome.Name), entry.Outcome)
        && entry.Action.StartsWith(filters.FindText(Action.Name) ?? "", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);

    private static ViewRow Row(AuditEntry entry) => new(
    [
        PanelValue.Of(entry.Time), PanelValue.Of(entry.Action), PanelValue.Of(entry.Outcome), PanelValue.Of(entry.Actor), PanelValue.Of(entry.Subject),
        PanelValue.Of(entry.Surface), PanelValue.Of(entry.RemoteAddress), PanelValue.Of(entry.Detail),
    ])
    {
        Tone = entry.Outcome == "ok" ? ViewTone.Neutral : ViewTone.Warning,
    };
}
