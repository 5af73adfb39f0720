using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PluginFramework.Core.Logging;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>logs</c>: the latest lines of the running daemon's log, and those that come while one looks.</summary>
internal static class LogCommand
{
    /// <summary>How often a daemon is asked for more: at once to the eye, and no work to speak of.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly PanelPlace Place = new("log") { NeedsDaemon = true };

    public static Command Create(CommandFactory factory)
    {
        ImmutableArray<PanelSymbol> filters =
        [
            PanelSymbol.Value("--level", "level", "Only lines at least as grave", "LEVEL"),
            PanelSymbol.Value("--category", "category", "Only lines of this plugin or category", "NAME"),
            PanelSymbol.Value("--search", "text", "Only lines that contain this", "TEXT"),
            PanelSymbol.Value("-n", "count", "How many (default: 200)", "NUMBER"),
        ];
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is logged from now on, until Ctrl-C" };
        var json = GlobalOptions.Json();
        return factory.Create("logs", "Show the latest lines of the running daemon's log", ShowAsync, [.. filters.Select(filter => filter.Symbol), follow, json]);

        async Task<int> ShowAsync(CommandContext context)
        {
            var wanted = PanelSymbol.Read(context.Parsed, filters);
            var session = await Place.OpenAsync(context).ConfigureAwait(false);
            var view = await session.ViewAsync(Place.Panel, null, wanted, null, context.CancellationToken).ConfigureAwait(false);
            context.Screen.View(view, context.Parsed.GetValue(json));
            // All that comes is wanted, however much.
            wanted = wanted.SetItem("count", [LogHistory.Capacity.ToString(CultureInfo.InvariantCulture)]);
            while (context.Parsed.GetValue(follow) && view is View.Log { Next: { } next })
            {
                await Task.Delay(Interval, context.Builder.TimeProvider, context.CancellationToken).ConfigureAwait(false);
                view = await session.ViewAsync(Place.Panel, null, wanted, next, context.CancellationToken).ConfigureAwait(false);
                if (view is View.Log { Lines.IsEmpty: false }) context.Screen.View(view, context.Parsed.GetValue(json));
            }

            return ExitCode.Ok;
        }
    }
}
