using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>The same act done to several things, after they have been named and asked about once.</summary>
internal static class BulkPage
{
    private const int MaxRows = 1000;

    public static async Task ShowAsync(PanelRequest request)
    {
        var panel = await request.FindPanelAsync();
        var act = PanelRequest.FindAct(panel, request.Query(PanelUrls.Act) ?? "");
        await WriteAsync(request, panel, act, SubjectsOf(request.Http.Request.Query[PanelUrls.Rows]), null, StatusCodes.Status200OK);
    }

    public static async Task DoAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var (panel, act) = await request.FindActAsync(posted[PanelUrls.Act].ToString());
        var subjects = SubjectsOf(posted[PanelUrls.Rows]);
        var isPreview = posted[ActForm.Do] == ActForm.Preview;
        if (subjects.IsEmpty || act.Parameters.OrEmpty() is not [var parameter, ..])
        {
            await WriteAsync(request, panel, act, subjects, null, StatusCodes.Status400BadRequest);
            return;
        }

        if (!isPreview && await Confirmation.RefuseAsync(request, act, posted) is { } refusal)
        {
            await WriteAsync(request, panel, act, subjects, refusal, StatusCodes.Status403Forbidden);
            return;
        }

        var shared = ActArguments.Read(posted, [.. act.Parameters.Skip(1)]);
        ImmutableArray<(string?, ActRequest)> calls =
            [.. subjects.Select(subject => ((string?)subject, new ActRequest(act.Name, shared.SetItem(parameter.Name, [subject])) { IsDryRun = isPreview }))];
        var run = request.Services.Runs.Start(request.Principal.UserId, request.Caller, panel, act, calls, null, request.Services.Context.Stopping);
        await ActPage.WaitAsync(request, run);
        request.Redirect(PanelUrls.Run(run.Id));
    }

    private static ImmutableArray<string> SubjectsOf(IEnumerable<string?> values) => [.. values.OfType<string>().Where(value => value.Length > 0).Distinct().Take(MaxRows)];

    private static async Task WriteAsync(PanelRequest request, PanelDescription panel, PanelAct act, ImmutableArray<string> subjects, string? refusal, int status)
    {
        var html = new HtmlWriter();
        if (subjects.IsEmpty)
        {
            Notice.Write(html, ViewTone.Warning, "Nothing is chosen.", "Go back and tick what it is to be done to.");
            html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Panel(panel.Name)}">{panel.Title}</a></p>""");
        }
        else Form(html, request, panel, act, subjects, await Confirmation.AskedAsync(request, act), refusal);
        await PageFrame.WriteAsync(request, new($"{act.Label}: {subjects.Length} chosen", html)
        {
            Status = status, Panel = panel.Name, Description = act.Description, Trail = [(panel.Title, PanelUrls.Panel(panel.Name))],
        });
    }

    private static void Form(HtmlWriter html, PanelRequest request, PanelDescription panel, PanelAct act, ImmutableArray<string> subjects, Proof proof, string? refusal)
    {
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Bulk(panel.Name)}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{PanelUrls.Act}" value="{act.Name}"><ul class="chosen">""");
        foreach (var subject in subjects) html.Add($"""<li>{subject}<input type="hidden" name="{PanelUrls.Rows}" value="{subject}"></li>""");
        html.Add($"</ul>");
        foreach (var parameter in act.Parameters.OrEmpty().Skip(1)) ParameterField.Write(html, parameter, [], default, null);
        Confirmation.WriteFields(html, proof, refusal);
        if (act.Confirmation is { } question) html.Add($"""<p class="question">{question}</p>""");
        html.Add($"""<p class="buttons"><button class="first{(RowActs.IsTaking(act) ? " careful" : "")}" name="{ActForm.Do}" value="do">{act.Label} {subjects.Length}</button>""");
        html.AddIf(act.CanDryRun, $"""<button name="{ActForm.Do}" value="{ActForm.Preview}" formnovalidate>Preview</button>""");
        html.Add($"""<a class="button plain" href="{PanelUrls.Panel(panel.Name)}">Cancel</a></p></form>""");
    }
}
