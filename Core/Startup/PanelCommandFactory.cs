using System.Collections.Immutable;
using System.CommandLine;

namespace PluginFramework.Core.Startup;

/// <summary>Makes commands that show a panel, or carry out one of its acts: by the daemon where one runs, and otherwise by themselves.</summary>
internal sealed class PanelCommandFactory(CommandFactory factory)
{
    /// <summary>A command that shows a panel.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="place">The panel.</param>
    /// <param name="subject">The argument for the one thing to show; <see langword="null"/>: it shows the whole.</param>
    /// <param name="presetFilters">Filters that are set where no option sets them.</param>
    /// <param name="filters">Options for filters.</param>
    public Command View(
        string name, string description, PanelPlace place, PanelSymbol? subject = null, ImmutableDictionary<string, ImmutableArray<string>>? presetFilters = null,
        params ImmutableArray<PanelSymbol> filters)
    {
        var json = GlobalOptions.Json();
        return factory.Create(name, description, ShowAsync, [.. (subject is null ? filters : filters.Insert(0, subject)).Select(symbol => symbol.Symbol), json]);

        async Task<int> ShowAsync(CommandContext context)
        {
            var session = await place.OpenAsync(context).ConfigureAwait(false);
            if (!session.IsOnline) context.Screen.Note($"No daemon runs in {context.RunDirectory.Path}; this is what it would find.");
            var one = subject is null ? null : PanelSymbol.Read(context.Parsed, [subject]).Values.FirstOrDefault([])[0];
            var narrowed = (presetFilters ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty).SetItems(PanelSymbol.Read(context.Parsed, filters));
            var view = await PanelPages.ReadAsync(session, place.Panel, one, narrowed, context.CancellationToken).ConfigureAwait(false);
            context.Screen.View(view, context.Parsed.GetValue(json));
            return ExitCode.Ok;
        }
    }

    /// <summary>A command that carries out an act.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="place">The panel.</param>
    /// <param name="act">The act.</param>
    /// <param name="symbols">Its arguments and options.</param>
    public Command Act(string name, string description, PanelPlace place, string act, params ImmutableArray<PanelSymbol> symbols)
    {
        var options = new ActOptions();
        return factory.Create(name, description, DoAsync, [.. symbols.Select(symbol => symbol.Symbol), .. options.All]);

        Task<int> DoAsync(CommandContext context) =>
            ActRunner.RunAsync(context, place, new(act, PanelSymbol.Read(context.Parsed, symbols)), options);
    }

    /// <summary>A command that carries out an act which changes nothing.</summary>
    /// <inheritdoc cref="Act" path="/param"/>
    public Command Ask(string name, string description, PanelPlace place, string act, params ImmutableArray<PanelSymbol> symbols)
    {
        var json = GlobalOptions.Json();
        return factory.Create(name, description, AskAsync, [.. symbols.Select(symbol => symbol.Symbol), json]);

        Task<int> AskAsync(CommandContext context) => ActRunner.AskAsync(context, place, new(act, PanelSymbol.Read(context.Parsed, symbols)), json);
    }
}
