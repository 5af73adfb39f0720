using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>The form of an act, and doing it.</summary>
internal static class ActPage
{
    /// <summary>How long the page waits for the act to end before it shows how far it is instead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task ShowAsync(PanelRequest request)
    {
        var panel = await request.FindPanelAsync();
        var act = PanelRequest.FindAct(panel, request.Route("act"));
        var subject = request.Query(PanelUrls.For);
        var section = await SectionForm.FindAsync(request, panel, act, subject);
        if (section is not null) act = section.Act;
        var form = ActForm.Of(panel, act, request.Session.CsrfToken) with { Subject = subject, Proof = await Confirmation.AskedAsync(request, act) };
        var fields = section is null ? await FieldsAsync(request, panel, subject) : null;
        var present = section?.Present ?? PresentOf(act, fields);
        var asked = act.Parameters.OrEmpty().Where(parameter => !parameter.IsSecret && request.Http.Request.Query.ContainsKey(parameter.Name))
            .ToImmutableDictionary(parameter => parameter.Name, parameter => request.Http.Request.Query[parameter.Name].OfType<string>().ToImmutableArray(), StringComparer.Ordinal);
        await WriteAsync(request, form with { Present = present, Values = present.SetItems(asked) }, StatusCodes.Status200OK, fields: fields);
    }

    public static async Task DoAsync(PanelRequest request)
    {
        var (panel, act) = await request.FindActAsync(request.Route("act"));
        var posted = await FormReader.ReadAsync(request);
        var isPreview = posted[ActForm.Do] == ActForm.Preview;
        var subject = request.Query(PanelUrls.For);
        var section = await SectionForm.FindAsync(request, panel, act, subject);
        if (section is not null) act = section.Act;
        var form = ActForm.Of(panel, act, request.Session.CsrfToken) with
        {
            Subject = subject, Values = ActArguments.Echo(posted, act.Parameters), Present = ActArguments.Before(posted, act.Parameters),
        };
        if (!isPreview && await Confirmation.RefuseAsync(request, act, posted) is { } refusal)
        {
            var problems = ImmutableDictionary<string, string>.Empty.Add(Confirmation.Password, refusal);
            await WriteAsync(request, form with { Proof = await Confirmation.AskedAsync(request, act), Problems = problems }, StatusCodes.Status403Forbidden);
            return;
        }

        var call = (section?.Read(posted) ?? new ActRequest(act.Name, ActArguments.Read(posted, act.Parameters))) with { IsDryRun = isPreview };
        var run = request.Services.Runs.Start(request.Principal.UserId, request.Caller, panel, act, [(null, call)], subject, request.Services.Context.Stopping);
        await WaitAsync(request, run);
        if (!run.Completion.IsCompleted || run.Outcomes is not [var outcome])
        {
            request.Redirect(PanelUrls.Run(run.Id));
            return;
        }

        if (outcome.Error is null && !isPreview)
        {
            request.Redirect(RunPage.NextAddress(run, outcome));
            return;
        }

        request.Services.Runs.Forget(run);
        form = form with { Proof = await Confirmation.AskedAsync(request, act), Problems = outcome.Problems };
        await WriteAsync(request, form, outcome.Error is { } error ? ErrorPage.StatusOf(error) : StatusCodes.Status200OK, outcome);
    }

    /// <summary>Waits a moment for a run to end.</summary>
    public static async Task WaitAsync(PanelRequest request, ActRun run)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
        await Task.WhenAny(run.Completion, Task.Delay(Patience, request.Services.Clock, patience.Token));
        await patience.CancelAsync();
    }

    public static void WriteForm(HtmlWriter html, ActForm form, ActOutcome? outcome)
    {
        if (outcome is not null) Notice.Write(html, outcome.Tone, outcome.Message);
        form.Write(html);
        if (outcome?.View is not { } view) return;
        html.Add($"""<section class="part preview"><h2>What would be</h2>""");
        ViewWriter.Write(html, view, new(form.Panel, form.CsrfToken) { Level = 3, HasActs = false });
        html.Add($"</section>");
    }

    private static Task WriteAsync(PanelRequest request, ActForm form, int status, ActOutcome? outcome = null, View.Fields? fields = null)
    {
        var html = new HtmlWriter();
        WriteForm(html, form, outcome);
        if (fields is not null)
        {
            html.Add($"""<section class="part"><h2>As it is now</h2>""");
            ViewWriter.Write(html, fields with { Title = null }, new(form.Panel, form.CsrfToken) { Level = 3 });
            html.Add($"</section>");
        }

        return PageFrame.WriteAsync(request, new($"{form.Act.Label}{(form.Subject is null ? "" : $" {form.Subject}")}", html)
        {
            Status = status, Panel = form.Panel.Name, Description = form.Act.Description, Trail = TrailOf(form.Panel, form.Act, form.Subject),
        });
    }

    public static IReadOnlyList<(string Name, string Address)> TrailOf(PanelDescription panel, PanelAct act, string? subject) => subject is null || RowActs.IsMaking(act)
        ? [(panel.Title, PanelUrls.Panel(panel.Name))]
        : [(panel.Title, PanelUrls.Panel(panel.Name)), (subject, PanelUrls.Panel(panel.Name, subject))];

    /// <summary>The fields of what it is done to; <see langword="null"/> where there are none.</summary>
    private static async Task<View.Fields?> FieldsAsync(PanelRequest request, PanelDescription panel, string? subject)
    {
        if (subject is null) return null;
        try
        {
            return Find(await request.Services.Catalog.ViewAsync(panel.Name, request.Caller, subject, cancellationToken: request.Aborted));
        }
        catch (PanelException)
        {
            // There is nothing of that name to show; the act itself says so in its own words.
            return null;
        }
    }

    /// <summary>What holds at present: the fields whose names are those of parameters. An act that asks before it is done is no change of fields.</summary>
    private static ImmutableDictionary<string, ImmutableArray<string>> PresentOf(PanelAct act, View.Fields? fields)
    {
        if (fields is null || act.Confirmation is not null) return ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        return act.Parameters.OrEmpty().Skip(1).Where(parameter => !parameter.IsSecret)
            .Select(parameter => (parameter.Name, Field: fields.Items.OrEmpty().FirstOrDefault(field => field.Name == parameter.Name)))
            .Where(pair => pair.Field is not null).ToImmutableDictionary(pair => pair.Name, pair => ActForm.ItemsOf(pair.Field!.Value), StringComparer.Ordinal);
    }

    private static View.Fields? Find(View view) => view switch
    {
        View.Fields fields => fields,
        View.Group group => group.Items.OrEmpty().Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
