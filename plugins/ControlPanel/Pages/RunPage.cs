using System.Collections.Immutable;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>How far an act is, and how it ended.</summary>
internal static class RunPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task ShowAsync(PanelRequest request)
    {
        var run = request.Services.Runs.Find(request.Route("id"), request.Principal.UserId) ?? throw new PanelException(
            PanelError.NotFound, "What came of this is not known here: it is a while ago, somebody else began it, or the control panel itself was replaced by it. The audit says what was done.");
        var isRunning = !run.Completion.IsCompleted;
        var html = new HtmlWriter();
        html.Add($"""<div id="view" data-live="{(isRunning ? 1 : 0)}" data-page>""");
        if (isRunning) Progress(html, run);
        else if (run.Requests.Length > 1) Many(html, request, run);
        else await OneAsync(html, request, run);
        html.Add($"</div>");
        await PageFrame.WriteAsync(request, new($"{run.Act.Label}{(run.Subject is null ? "" : $" {run.Subject}")}", html)
        {
            Panel = run.Panel.Name, Trail = ActPage.TrailOf(run.Panel, run.Act, run.Act.Confirmation is null ? run.Subject : null), Refresh = isRunning ? Interval : null,
        });
    }

    /// <summary>Where to go once an act is done: to what it shows, or back to where it was begun, with what was done said there.</summary>
    public static string NextAddress(ActRun run, ActOutcome outcome)
    {
        if (outcome.View is not null || outcome.Tone is ViewTone.Bad or ViewTone.Warning || run.Act.IsReadOnly || outcome.Message.Contains('\n', StringComparison.Ordinal)) return PanelUrls.Run(run.Id);
        // What was asked about first may have taken the thing away.
        return PanelUrls.With(PanelUrls.Panel(run.Panel.Name, run.Act.Confirmation is null ? run.Subject : null), (PanelUrls.Done, run.Id));
    }

    /// <summary>Says on another page what was done.</summary>
    public static void Flash(HtmlWriter html, PanelRequest request, PanelDescription? panel)
    {
        if (request.Query(PanelUrls.Done) is not { } id || request.Services.Runs.Find(id, request.Principal.UserId) is not { Outcomes: [var outcome] } run) return;
        if (panel is null || run.Panel.Name == panel.Name) Notice.Write(html, outcome.Tone, outcome.Message);
    }

    private static void Progress(HtmlWriter html, ActRun run)
    {
        var (steps, now) = run.State;
        html.Add($"""<div role="status"><ol class="steps">""");
        foreach (var step in steps) html.Add($"<li>{step}</li>");
        html.Add($"</ol>");
        ProgressView.Write(html, now ?? new View.Progress("Under way", null), new(run.Panel, ""));
        html.Add($"""</div><p class="hint">It goes on if you leave this page.</p>""");
    }

    private static async Task OneAsync(HtmlWriter html, PanelRequest request, ActRun run)
    {
        var outcome = run.Outcomes[0];
        if (outcome.Error is not null || run.IsDryRun)
        {
            var call = run.Requests[0].Request;
            var shown = run.Act.Parameters.OrEmpty().Where(parameter => !parameter.IsSecret && call.Arguments.ContainsKey(parameter.Name))
                .ToImmutableDictionary(parameter => parameter.Name, parameter => call.Arguments[parameter.Name], StringComparer.Ordinal);
            var form = ActForm.Of(run.Panel, run.Act, request.Session.CsrfToken) with
            {
                Subject = run.Subject, Values = shown, Problems = outcome.Problems, Proof = await Confirmation.AskedAsync(request, run.Act),
            };
            ActPage.WriteForm(html, form, outcome);
            return;
        }

        Notice.Write(html, outcome.Tone, outcome.Message);
        if (outcome.View is { } view) ViewWriter.Write(html, view, new(run.Panel, request.Session.CsrfToken) { HasActs = false });
        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Panel(run.Panel.Name)}">{run.Panel.Title}</a>""");
        html.AddIf(run.Act.IsReadOnly, $"""<a class="button" href="{PanelUrls.Acting(run.Panel.Name, run.Act.Name, run.Subject)}">Again</a>""");
        html.Add($"</p>");
    }

    private static void Many(HtmlWriter html, PanelRequest request, ActRun run)
    {
        var failed = run.Outcomes.Count(outcome => outcome.Tone == ViewTone.Bad);
        Notice.Write(html, failed > 0 ? ViewTone.Bad : ViewTone.Good, (failed, run.IsDryRun) switch
        {
            (0, true) => "This is what would be done; nothing was.",
            (0, false) => $"Done, {run.Outcomes.Length} times.",
            _ => $"{failed} of {run.Outcomes.Length} did not succeed.",
        });
        var table = new View.Table(
            [new("subject", run.Panel.Title), new("outcome", "Outcome")],
            [.. run.Outcomes.Select(outcome => new ViewRow([PanelValue.Of(outcome.Subject), PanelValue.Of(outcome.Message)]) { Tone = outcome.Tone })]);
        TableView.Write(html, table, new(run.Panel, request.Session.CsrfToken) { HasActs = false });
        // What each shows may be shown this once.
        foreach (var outcome in run.IsDryRun ? [] : run.Outcomes.Where(outcome => outcome.View is not null))
        {
            html.Add($"<details><summary>{run.Act.Label}: {outcome.Subject}</summary>");
            ViewWriter.Write(html, outcome.View!, new(run.Panel, request.Session.CsrfToken) { HasActs = false });
            html.Add($"</details>");
        }

        html.Add($"""<p class="buttons">""");
        if (run.IsDryRun)
        {
            var address = PanelUrls.With(PanelUrls.Bulk(run.Panel.Name), [(PanelUrls.Act, run.Act.Name), .. run.Outcomes.Select(outcome => (PanelUrls.Rows, outcome.Subject ?? ""))]);
            html.Add($"""<a class="button first" href="{address}">{run.Act.Label}</a>""");
        }

        html.Add($"""<a class="button" href="{PanelUrls.Panel(run.Panel.Name)}">{run.Panel.Title}</a></p>""");
    }
}
