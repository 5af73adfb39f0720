using System.CommandLine;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>Carries out an act for a command: asks, shows how far it is, says what was done and where.</summary>
internal static class ActRunner
{
    public static async Task<int> RunAsync(CommandContext context, PanelPlace place, ActRequest request, ActOptions options)
    {
        var (parsed, screen) = (context.Parsed, context.Screen);
        var session = await place.OpenAsync(context).ConfigureAwait(false);
        request = request with { IsDryRun = parsed.GetValue(options.DryRun) };
        var wasShown = false;
        if (!request.IsDryRun && !parsed.GetValue(options.Yes) && screen.CanAsk)
        {
            if (await AskAsync(context, session, place.Panel, request).ConfigureAwait(false) is not { } shown)
            {
                screen.Note("Nothing is changed.");
                return ExitCode.Failed;
            }

            wasShown = shown;
        }

        var result = await DoAsync(context, session, place.Panel, request).ConfigureAwait(false);
        Show(screen, wasShown ? result with { View = null } : result, parsed.GetValue(options.Json));
        screen.Note(request.IsDryRun ? "Nothing is changed: this was a dry run."
            : session.IsOnline ? "Done by the running daemon." : $"Done on the files: no daemon runs in {context.RunDirectory.Path}.");
        return ExitCodeOf(result);
    }

    /// <summary>Carries out an act that changes nothing.</summary>
    public static async Task<int> AskAsync(CommandContext context, PanelPlace place, ActRequest request, Option<bool> json)
    {
        var session = await place.OpenAsync(context).ConfigureAwait(false);
        var result = await DoAsync(context, session, place.Panel, request).ConfigureAwait(false);
        Show(context.Screen, result, context.Parsed.GetValue(json));
        return ExitCodeOf(result);
    }

    private static Task<ActResult> DoAsync(CommandContext context, ActSession session, string panel, ActRequest request) =>
        context.Screen.WithProgressAsync(progress => session.ActAsync(panel, request, progress, context.CancellationToken));

    private static void Show(Screen screen, ActResult result, bool json)
    {
        if (json)
        {
            screen.Json(result);
            return;
        }

        if (result.View is { } view) screen.View(view, json: false);
        screen.Line(result.Message);
    }

    private static int ExitCodeOf(ActResult result) => result.Tone == ViewTone.Bad ? ExitCode.Failed : ExitCode.Ok;

    /// <summary>Shows what would be done, where that can be told, and asks.</summary>
    /// <returns>Whether it was shown; <see langword="null"/> where the answer is no.</returns>
    private static async Task<bool?> AskAsync(CommandContext context, ActSession session, string panel, ActRequest request)
    {
        var panels = await session.ListPanelsAsync(context.CancellationToken).ConfigureAwait(false);
        var act = panels.FirstOrDefault(candidate => candidate.Name == panel)?.Acts.FirstOrDefault(candidate => candidate.Name == request.Act);
        if (act?.Confirmation is not { } question) return false;
        var wasShown = false;
        if (act.CanDryRun)
        {
            var plan = await DoAsync(context, session, panel, request with { IsDryRun = true }).ConfigureAwait(false);
            if (plan.View is { } view) context.Screen.View(view, json: false);
            context.Screen.Note(plan.Message);
            wasShown = true;
        }

        return context.Screen.Ask(question) ? wasShown : null;
    }
}
