using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using PluginFramework.Core.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>config …</c></summary>
internal static class ConfigurationCommands
{
    /// <summary>Nothing of a plugin is started: what it can be configured with is looked up all the same.</summary>
    private static readonly PanelPlace Place = new("config");

    public static Command Create(CommandFactory factory, PanelCommandFactory panels)
    {
        var config = new Command("config", "See, check and change the configuration");
        var key = new Argument<string>("KEY") { Description = "The key: plugins:irc:serverName" };
        var changed = PanelSymbol.Argument("KEY", "key", "The key: plugins:irc:serverName");
        var number = PanelSymbol.Optional("N", "number", "A generation's number");
        var subject = new Argument<string?>("KEY") { Description = "A key, a plugin's id, or host; none: every key", Arity = ArgumentArity.ZeroOrOne };
        var file = new Argument<string?>("FILE") { Description = "A file (default: the configuration file)", Arity = ArgumentArity.ZeroOrOne };
        var (onlySet, json) = (new Option<bool>("--changed") { Description = "Leave out what is not set" }, GlobalOptions.Json());
        config.Subcommands.Add(factory.Create("show", "Show what is configured, and where it was set", context => ShowAsync(context, subject, onlySet, json), subject, onlySet, json));
        config.Subcommands.Add(factory.Create("get", "Write the value in force of a key; ends with 1 where it is not set", context => GetAsync(context, key), key));
        config.Subcommands.Add(panels.Act(
            "set", "Set a key in the configuration file, once all is checked", Place, "set", changed, PanelSymbol.Argument("VALUE", "value", "The value, as text or as JSON")));
        config.Subcommands.Add(panels.Act("unset", "Remove a key from the configuration file", Place, "unset", changed));
        config.Subcommands.Add(factory.Create(
            "diff", "Compare the file with what the daemon runs with, or with a generation", context => ActRunner.AskAsync(
                context, Place with { NeedsDaemon = context.Parsed.GetResult(number.Symbol as Argument ?? key)?.Tokens is not [_, ..] },
                new("diff", PanelSymbol.Read(context.Parsed, [number])), json),
            number.Symbol, json));
        config.Subcommands.Add(factory.Create(
            "validate", "Check the configuration file or another, with all options of plugins", context => ValidateAsync(context, file, json), file, json));
        config.Subcommands.Add(factory.Create("schema", "Write a JSON schema of the configuration file", SchemaAsync));
        config.Subcommands.Add(panels.Ask("history", "List the generations that changed the configuration", Place, "history"));
        config.Subcommands.Add(panels.Act("rollback", "Take an earlier configuration back; what is installed stays", Place, "rollback", number));
        return config;
    }

    private static async Task<int> ShowAsync(CommandContext context, Argument<string?> subject, Option<bool> onlySet, Option<bool> json)
    {
        var session = await Place.OpenAsync(context).ConfigureAwait(false);
        if (!session.IsOnline) context.Screen.Note($"No daemon runs in {context.RunDirectory.Path}; this is what it would run with.");
        var filters = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        if (context.Parsed.GetValue(onlySet)) filters = filters.Add("set", ["true"]);
        var view = await session.ViewAsync(Place.Panel, context.Parsed.GetValue(subject), filters, null, context.CancellationToken).ConfigureAwait(false);
        context.Screen.View(view, context.Parsed.GetValue(json));
        return ExitCode.Ok;
    }

    private static async Task<int> GetAsync(CommandContext context, Argument<string> key)
    {
        var name = context.Parsed.GetRequiredValue(key);
        var session = await Place.OpenAsync(context).ConfigureAwait(false);
        var view = await session.ViewAsync(Place.Panel, name, null, null, context.CancellationToken).ConfigureAwait(false);
        var value = (view as View.Fields)?.Items.FirstOrDefault(field => field.Name == "value")?.Value
            ?? throw new CommandException(ExitCode.Usage, $"'{name}' is no key; `config show {name}` shows all of it.");
        if (value.Kind == PanelValueKind.None) return ExitCode.Failed;
        context.Screen.Line(value.Text);
        return ExitCode.Ok;
    }

    private static Task<int> ValidateAsync(CommandContext context, Argument<string?> file, Option<bool> json)
    {
        if (context.Parsed.GetValue(file) is not { } path) return ActRunner.AskAsync(context, Place, Without("validate"), json);
        var full = Path.GetFullPath(path);
        // Here first; the plugins' options are the host's to check. The file in use may be broken: it is not what was asked about.
        context.FileText = HostConfiguration.Load(context.Sources with { FilePath = full, FileRequired = true }).FileText;
        return ActRunner.AskAsync(context, Place, ActRequest.Of("validate", ("text", Encoding.UTF8.GetString(context.FileText)), ("file", full)), json);
    }

    private static async Task<int> SchemaAsync(CommandContext context)
    {
        var session = await Place.OpenAsync(context).ConfigureAwait(false);
        var result = await session.ActAsync(Place.Panel, Without("schema"), null, context.CancellationToken).ConfigureAwait(false);
        if (result.View is View.Text text) context.Screen.Line(text.Content);
        return ExitCode.Ok;
    }

    private static ActRequest Without(string act) => new(act, ImmutableDictionary<string, ImmutableArray<string>>.Empty);
}
