using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Text;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Transfer;

/// <summary>Writing users as lines of JSON, and reading them back.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class UserTransferActs(IUserStore store, UserImport import)
{
    internal const string Export = "export", ExportSecrets = "export-secrets", Import = "import";

    /// <summary>Users written at once.</summary>
    internal const int MaxUsers = 5000;

    private const int PageSize = 1000;

    private static readonly PanelParameter After = new("after") { Label = "After", Description = "Only users after this name, to go on where the last lines ended." };

    private static readonly PanelParameter Lines = new("lines", PanelParameterKind.LongText)
    {
        Label = "Lines", IsRequired = true, Maximum = UserImport.MaxLength,
        Description = "A user a line: {\"name\":\"ann\",\"displayName\":\"Ann\",\"roles\":[\"staff\"],\"protocols\":[\"*\"],\"disabled\":false}. Only the name must be there; what is not there stays.",
    };

    private static readonly PanelParameter Partial = new("partial", PanelParameterKind.Flag)
    {
        Label = "Pass over refused lines", Description = "Whether to take the other lines where some are refused.", Default = "false",
    };

    internal static ImmutableArray<PanelAct> Acts { get; } =
    [
        new(Export, "Export") { Description = "Writes users as lines of JSON, without secrets.", Parameters = [After, UserForms.Role, UserForms.Search], IsReadOnly = true },
        new(ExportSecrets, "Export with secrets")
        {
            Description = "Writes users with what their passwords and keys were derived to, for another installation.", Parameters = [After, UserForms.Role, UserForms.Search],
            Confirmation = "Write the secrets? With them weak passwords can be found by guessing, and app passwords can be used as they are where they are imported.",
        },
        new(Import, "Import")
        {
            Description = "Adds and changes users from lines of JSON as export writes them.", Parameters = [Lines, Partial], Confirmation = "Import the users?", CanDryRun = true,
        },
    ];

    internal Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) =>
        call.Act == Import ? ImportAsync(call, cancellationToken) : ExportAsync(call, call.Act == ExportSecrets, cancellationToken);

    private async Task<ActResult> ExportAsync(ActCall call, bool withSecrets, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var (after, count, hasMore) = (call.Arguments.FindText(After.Name), 0, true);
        var query = new UserQuery { Limit = PageSize, Role = call.Arguments.FindText(UserForms.Role.Name), Search = call.Arguments.FindText(UserForms.Search.Name) };
        while (hasMore && count < MaxUsers)
        {
            var page = await store.ListAsync(query with { After = after }, cancellationToken);
            foreach (var user in page)
                text.Append(UserLine.Of(user, withSecrets ? await store.GetSecretsAsync(user.Id, cancellationToken) : null).Write()).Append('\n');
            (count, hasMore, after) = (count + page.Length, page.Length == PageSize, page.IsEmpty ? after : page[^1].Name);
        }

        var said = string.Create(CultureInfo.InvariantCulture, $"{count} users{(withSecrets ? " with their secrets" : "")}.{(hasMore ? $" There may be more: go on after {after}." : "")}");
        return new(said) { View = new View.Text(text.ToString()), AuditDetail = said };
    }

    private async Task<ActResult> ImportAsync(ActCall call, CancellationToken cancellationToken)
    {
        var rows = await import.PlanAsync(call.Arguments.GetText(Lines.Name), cancellationToken);
        if (call.IsDryRun) return new($"This would be: {Summary(rows)}.") { View = Show(rows), Tone = ToneOf(rows) };
        if (rows.Any(row => row.Outcome == ImportOutcome.Refused) && call.Arguments.FindFlag(Partial.Name) != true)
        {
            var said = $"Nothing was imported: {Summary(rows)}. Mend the lines that are refused, or pass them over.";
            return new(said) { View = Show(rows), Tone = ViewTone.Bad, AuditDetail = said };
        }

        rows = await import.CarryOutAsync(rows, call.Caller, call.Progress, cancellationToken);
        return new($"Imported: {Summary(rows)}.") { View = Show(rows), Tone = ToneOf(rows), AuditDetail = Summary(rows) };
    }

    private static ViewTone ToneOf(ImmutableArray<ImportRow> rows) => rows.Any(row => row.Outcome is ImportOutcome.Refused or ImportOutcome.NotDone) ? ViewTone.Bad : ViewTone.Neutral;

    private static string Summary(ImmutableArray<ImportRow> rows) => rows.IsEmpty ? "no line" : string.Join(", ", rows.GroupBy(row => row.Outcome).OrderBy(group => group.Key)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Word(group.Key)}")));

    private static View.Table Show(ImmutableArray<ImportRow> rows) => new(
        [new("line", "Line"), new("user", "User"), new("outcome", "Outcome"), new("reason", "Reason")],
        [
            .. rows.Select(row => new ViewRow([PanelValue.Of(row.Number), PanelValue.Of(row.Name), PanelValue.Of(Word(row.Outcome)), PanelValue.Of(row.Reason)])
            {
                Tone = row.Outcome switch { ImportOutcome.Added or ImportOutcome.Changed => ViewTone.Good, ImportOutcome.Unchanged => ViewTone.Neutral, _ => ViewTone.Bad },
            }),
        ])
    {
        EmptyText = "There is no line.",
    };

    private static string Word(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Added => "added",
        ImportOutcome.Changed => "changed",
        ImportOutcome.Unchanged => "unchanged",
        ImportOutcome.Refused => "refused",
        _ => "not done",
    };
}
