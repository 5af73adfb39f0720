using System.Collections.Immutable;
using System.CommandLine;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>panel …</c>: whatever panels there are, those of plugins this program knows nothing of included.</summary>
internal static class PanelCommands
{
    private static readonly ImmutableArray<string> Only = [typeof(IPanel).FullName!];

    public static Command Create(CommandFactory factory)
    {
        var panel = new Command("panel", "See and use any panel, those that plugins bring included") { Aliases = { "panels" } };
        var name = new Argument<string>("PANEL") { Description = "The panel's name" };
        var subject = new Argument<string?>("SUBJECT") { Description = "The one thing to show", Arity = ArgumentArity.ZeroOrOne };
        var act = new Argument<string>("ACT") { Description = "What to do" };
        var values = new Argument<string[]>("KEY=VALUE") { Description = "Its arguments; repeat a key for several values", Arity = ArgumentArity.ZeroOrMore };
        var filter = new Option<string[]?>("--filter") { Description = "Narrow what is shown", HelpName = "KEY=VALUE", Arity = ArgumentArity.OneOrMore };
        var (json, options) = (GlobalOptions.Json(), new ActOptions());
        panel.Subcommands.Add(factory.Create("list", "List the panels, with what each can do", context => ListAsync(context, json), json));
        panel.Subcommands.Add(factory.Create("show", "Show a panel", ShowAsync, name, subject, filter, json));
        panel.Subcommands.Add(factory.Create("act", "Carry out an act of a panel", ActAsync, [name, act, values, .. options.All]));
        return panel;

        async Task<int> ShowAsync(CommandContext context)
        {
            var session = await ActSession.OpenAsync(context, Only).ConfigureAwait(false);
            var view = await session.ViewAsync(
                context.Parsed.GetRequiredValue(name), context.Parsed.GetValue(subject), Pairs(context.Parsed.GetValue(filter)), null, context.CancellationToken).ConfigureAwait(false);
            context.Screen.View(view, context.Parsed.GetValue(json));
            return ExitCode.Ok;
        }

        Task<int> ActAsync(CommandContext context) => ActRunner.RunAsync(
            context, new(context.Parsed.GetRequiredValue(name)) { Only = Only },
            new(context.Parsed.GetRequiredValue(act), Pairs(context.Parsed.GetValue(values))), options);
    }

    private static async Task<int> ListAsync(CommandContext context, Option<bool> json)
    {
        var session = await ActSession.OpenAsync(context, Only).ConfigureAwait(false);
        var panels = await session.ListPanelsAsync(context.CancellationToken).ConfigureAwait(false);
        context.Screen.View(
            new View.Table(
                [new("name", "Panel"), new("title", "Title"), new("plugin", "Plugin"), new("acts", "Acts")],
                [.. panels.Select(panel => new ViewRow([PanelValue.Of(panel.Name), PanelValue.Of(panel.Title), PanelValue.Of(panel.Plugin), PanelValue.Of(panel.Acts.Select(act => act.Name))]))]),
            context.Parsed.GetValue(json));
        return ExitCode.Ok;
    }

    /// <exception cref="CommandException">One is of another form.</exception>
    private static ImmutableDictionary<string, ImmutableArray<string>> Pairs(string[]? pairs) => (pairs ?? [])
        .Select(pair => pair.IndexOf('=') is > 0 and var at ? (Key: pair[..at], Value: pair[(at + 1)..])
            : throw new CommandException(ExitCode.Usage, $"'{pair}' is not of the form KEY=VALUE."))
        .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
        .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
}
