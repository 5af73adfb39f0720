using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Panels;
using PluginFramework.Shell.Terminal;

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

    /// <summary>Shows a view again and again until a key is pressed.</summary>
    public async Task<int> WatchAsync(PanelCall call, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (!Io.Can.IsRich) throw new CommandException(ExitCode.Usage, "watch needs a terminal whose cursor can be moved.");
        var screen = new FrameWriter(Io.Palette);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Key?>? key = null;
        await Io.SendAsync("\e[?25l", cancellationToken);
        var columns = Io.Size.Columns;
        try
        {
            key = Io.Keys.ReadAsync(stop.Token);
            while (!key.IsCompleted)
            {
                // With a Ctrl-C that is a key like any other: it ends the watching.
                var viewing = ViewAsync(call, stop.Token);
                await Task.WhenAny(key, viewing);
                if (key.IsCompleted)
                {
                    await stop.CancelAsync();
                    await ((Task)viewing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                }

                if (Io.Size.Columns != columns) screen.Reflow(columns = Io.Size.Columns);
                screen.Show(Frame(call, await viewing));
                await Io.SendAsync(screen.Take(), cancellationToken);
                await Task.WhenAny(key, Task.Delay(interval, Io.Time, stop.Token));
                cancellationToken.ThrowIfCancellationRequested();
            }

            return ExitCode.Ok;
        }
        finally
        {
            await stop.CancelAsync();
            if (key is not null) await ((Task)key).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            screen.Leave();
            if (!cancellationToken.IsCancellationRequested) await Io.SendAsync(screen.Take() + "\e[?25h", cancellationToken);
        }
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> Filters(PanelCall call)
    {
        var filters = call.Arguments.Remove("subject");
        return call.Verb.Form is { } form ? filters.SetItem("as", [form]) : filters;
    }

    private Task ShowAsync(View view, bool isJson, CancellationToken cancellationToken) => Io.WriteAsync(isJson ? place.Views.Json(view) : place.Views.Text(view), cancellationToken);

    private Frame Frame(PanelCall call, View view)
    {
        var size = Io.Size;
        var frame = new FrameBuilder(Math.Max(size.Columns, 2));
        var now = Io.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        frame.AddCut($"{call.Verb.Panel.Name} {call.Verb.Name}  {now}  any key ends", size.Columns, Style.Dim);
        var lines = place.Views.Plain(view).TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(Math.Max(1, size.Rows - 2))) frame.NewRow().AddCut(line, size.Columns);
        return frame.Build().Fit(size.Rows);
    }
}
