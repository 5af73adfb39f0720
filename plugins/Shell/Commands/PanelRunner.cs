using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Shell.Commands;

/// <summary>Carries out what was typed of a panel.</summary>
internal sealed class PanelRunner(Place place)
{
    private const int MaxPages = 1000;

    /// <summary>How often a log is asked for more: at once to the eye, and no work to speak of.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    private ShellIo Io => place.Io;

    public async Task<int> RunAsync(PanelCall call, CancellationToken cancellationToken)
    {
        if (call.Verb.Kind == VerbKind.Act) return await new ActRunner(place).RunAsync(call, cancellationToken);
        if (call.Missing() is [var missing, ..]) throw call.Wrong($"{missing.Name.ToUpperInvariant()} is missing");
        await Io.InterruptibleAsync(
            async token =>
            {
                var view = await ViewAsync(call, token);
                await ShowAsync(view, call.IsJson, token);
                while (call.Follows && view is View.Log { Next: { } next })
                {
                    await Task.Delay(FollowInterval, Io.Time, token);
                    // All that comes is wanted, however much.
                    view = await place.Catalog.ViewAsync(call.Verb.Panel.Name, place.Caller, null, Filters(call).Remove("count"), next, token);
                    if (view is View.Log { Lines.IsDefaultOrEmpty: false }) await ShowAsync(view, call.IsJson, token);
                }

                return true;
            },
            cancellationToken);
        return ExitCode.Ok;
    }

    /// <summary>The view with all its pages.</summary>
    public async Task<View> ViewAsync(PanelCall call, CancellationToken cancellationToken)
    {
        var (panel, subject, filters) = (call.Verb.Panel.Name, call.Arguments.GetValueOrDefault("subject", []) is [var one, ..] ? one : null, Filters(call));
        // An audit or a log grows without end: the latest will do where nothing else is asked for.
        if (call.Verb.Kind == VerbKind.List && panel == "audit" && !filters.ContainsKey("count") && call.Verb.Parameters.Any(filter => filter.Name == "count")) filters = filters.Add("count", ["50"]);
        var view = await place.Catalog.ViewAsync(panel, place.Caller, subject, filters, null, cancellationToken);
        if (view is not View.Table { NextPage: not null } table || filters.ContainsKey("count")) return view;
        var rows = table.Rows.ToBuilder();
        for (var page = 1; page < MaxPages && table.NextPage is { } next; page++)
        {
            if (await place.Catalog.ViewAsync(panel, place.Caller, subject, filters, next, cancellationToken) is not View.Table more) break;
            rows.AddRange(more.Rows);
            table = table with { NextPage = more.NextPage };
        }

        return table with { Rows = rows.ToImmutable() };
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> Filters(PanelCall call)
    {
        var filters = call.Arguments.Remove("subject");
        return call.Verb.Form is { } form ? filters.SetItem("as", [form]) : filters;
    }

    private Task ShowAsync(View view, bool isJson, CancellationToken cancellationToken) => Io.WriteAsync(isJson ? place.Views.Json(view) : place.Views.Text(view), cancellationToken);
}
