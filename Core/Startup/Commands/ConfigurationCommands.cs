using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PluginFramework.Core.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>config …</c></summary>
internal static class ConfigurationCommands
{
    private const string Panel = "config";

    public static Command Create(CommandFactory factory)
    {
        var config = new Command(Panel, "See, check and change the configuration");
        var (key, anyKey) = (new Argument<string>("KEY") { Description = "The key: plugins:irc:serverName" }, new Argument<string?>("KEY") { Arity = ArgumentArity.ZeroOrOne });
        anyKey.Description = "A key, a plugin's id or host; none: every key";
        var value = new Argument<string>("VALUE") { Description = "The value, as text or as JSON" };
        var (number, file) = (new Argument<int?>("N") { Description = "A generation's number" }, new Argument<string?>("FILE") { Description = "A file (default: the configuration file)" });
        number.Arity = file.Arity = ArgumentArity.ZeroOrOne;
        var (json, dryRun, yes) = (GlobalOptions.Json(), new Option<bool>("--dry-run") { Description = "Show what would change and change nothing" }, new Option<bool>("--yes") { Description = "Do not ask" });
        var changed = new Option<bool>("--changed") { Description = "Leave out what is not set" };
        config.Subcommands.Add(factory.Create("show", "Show what is configured, and where it was set", context => ShowAsync(context, anyKey, changed, json), anyKey, changed, json));
        config.Subcommands.Add(factory.Create("get", "Write the value of a key; ends with 1 where it is not set", context => GetAsync(context, key), key));
        config.Subcommands.Add(factory.Create("set", "Set a key in the configuration file, once all is checked", context => ChangeAsync(
            context, ActRequest.Of("set", ("key", context.Parsed.GetRequiredValue(key)), ("value", context.Parsed.GetRequiredValue(value))), dryRun), key, value, dryRun));
        config.Subcommands.Add(factory.Create("unset", "Remove a key from the configuration file", context => ChangeAsync(
            context, ActRequest.Of("unset", ("key", context.Parsed.GetRequiredValue(key))), dryRun), key, dryRun));
        config.Subcommands.Add(factory.Create("diff", "Compare the file with what the daemon runs with, or with a generation", context => DiffAsync(context, number), number));
        config.Subcommands.Add(factory.Create("validate", "Check the configuration file or another, with all options of plugins", context => ValidateAsync(context, file), file));
        config.Subcommands.Add(factory.Create("schema", "Write a JSON schema of the configuration file", SchemaAsync));
        config.Subcommands.Add(factory.Create("history", "List the generations that changed the configuration", context => HistoryAsync(context, json), json));
        config.Subcommands.Add(factory.Create("rollback", "Take an earlier configuration back", context => RollbackAsync(context, number, dryRun, yes), number, dryRun, yes));
        config.Subcommands.Add(factory.Create("reload", "Have the daemon read the configuration file again", ReloadAsync));
        return config;
    }

    private static async Task<int> ShowAsync(CommandContext context, Argument<string?> key, Option<bool> changed, Option<bool> json)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var filters = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        if (context.Parsed.GetValue(changed)) filters = filters.Add("set", ["true"]);
        var view = await session.ViewAsync(Panel, context.Parsed.GetValue(key), filters, cancellationToken: context.CancellationToken).ConfigureAwait(false);
        ViewWriter.Write(context, view, context.Parsed.GetValue(json));
        return ExitCode.Ok;
    }

    private static async Task<int> GetAsync(CommandContext context, Argument<string> key)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var view = await session.ViewAsync(Panel, context.Parsed.GetRequiredValue(key), cancellationToken: context.CancellationToken).ConfigureAwait(false);
        var value = (view as View.Fields)?.Items.FirstOrDefault(field => field.Name == "value")?.Value;
        if (value is null) throw new CommandException(ExitCode.Usage, $"'{context.Parsed.GetRequiredValue(key)}' is no key; `config show` shows all of it.");
        if (value.Kind == PanelValueKind.None) return ExitCode.Failed;
        context.Screen.Line(value.Text);
        return ExitCode.Ok;
    }

    private static async Task<int> ChangeAsync(CommandContext context, ActRequest request, Option<bool> dryRun)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var isDryRun = context.Parsed.GetValue(dryRun);
        var result = await session.ActAsync(Panel, request with { IsDryRun = isDryRun }, cancellationToken: context.CancellationToken).ConfigureAwait(false);
        if (isDryRun && result.View is { } view) ViewWriter.Write(context, view, json: false);
        Tell(context, session, result, isDryRun);
        return ExitCode.Ok;
    }

    private static async Task<int> RollbackAsync(CommandContext context, Argument<int?> number, Option<bool> dryRun, Option<bool> yes)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var request = Numbered("rollback", context.Parsed.GetValue(number));
        var isDryRun = context.Parsed.GetValue(dryRun);
        if (isDryRun || !context.Parsed.GetValue(yes))
        {
            var planned = await session.ActAsync(Panel, request with { IsDryRun = true }, cancellationToken: context.CancellationToken).ConfigureAwait(false);
            if (planned.View is { } view) ViewWriter.Write(context, view, json: false);
            Tell(context, session, planned, isDryRun: true);
            if (isDryRun || planned.View is null) return ExitCode.Ok;
            await context.Builder.Error.WriteAsync("Do it? [y/N] ").ConfigureAwait(false);
            var answer = await context.Builder.Input.ReadLineAsync(context.CancellationToken).ConfigureAwait(false);
            if (answer?.Trim() is not ("y" or "Y" or "yes"))
            {
                context.Screen.Note("Nothing has changed.");
                return ExitCode.Failed;
            }
        }

        Tell(context, session, await session.ActAsync(Panel, request, cancellationToken: context.CancellationToken).ConfigureAwait(false), isDryRun: false);
        return ExitCode.Ok;
    }

    private static async Task<int> DiffAsync(CommandContext context, Argument<int?> number)
    {
        var session = context.Parsed.GetValue(number) is null ? await ActSession.ConnectAsync(context).ConfigureAwait(false) : await OpenAsync(context).ConfigureAwait(false);
        var result = await session.ActAsync(Panel, Numbered("diff", context.Parsed.GetValue(number)), cancellationToken: context.CancellationToken).ConfigureAwait(false);
        if (result.View is { } view) ViewWriter.Write(context, view, json: false);
        context.Screen.Note(result.Message);
        return ExitCode.Ok;
    }

    private static async Task<int> ValidateAsync(CommandContext context, Argument<string?> file)
    {
        var request = new ActRequest("validate", ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        if (context.Parsed.GetValue(file) is { } path)
        {
            // Here first, where errors name the file that was meant; the plugins' options are the host's to check.
            var text = HostConfiguration.Load(context.Sources with { FilePath = Path.GetFullPath(path), FileRequired = true }).FileText;
            request = ActRequest.Of("validate", ("text", System.Text.Encoding.UTF8.GetString(text)));
        }

        var session = await OpenAsync(context).ConfigureAwait(false);
        context.Screen.Line((await session.ActAsync(Panel, request, cancellationToken: context.CancellationToken).ConfigureAwait(false)).Message);
        return ExitCode.Ok;
    }

    private static async Task<int> SchemaAsync(CommandContext context)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var result = await session.ActAsync(Panel, Numbered("schema", null), cancellationToken: context.CancellationToken).ConfigureAwait(false);
        if (result.View is View.Text text) context.Screen.Line(text.Content);
        return ExitCode.Ok;
    }

    private static async Task<int> HistoryAsync(CommandContext context, Option<bool> json)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var result = await session.ActAsync(Panel, Numbered("history", null), cancellationToken: context.CancellationToken).ConfigureAwait(false);
        if (result.View is { } view) ViewWriter.Write(context, view, context.Parsed.GetValue(json));
        return ExitCode.Ok;
    }

    private static async Task<int> ReloadAsync(CommandContext context)
    {
        var session = await ActSession.ConnectAsync(context).ConfigureAwait(false);
        context.Screen.Line((await session.ActAsync(Panel, Numbered("reload", null), cancellationToken: context.CancellationToken).ConfigureAwait(false)).Message);
        return ExitCode.Ok;
    }

    /// <summary>Nothing of a plugin is started for it: what it can be configured with is looked up all the same.</summary>
    private static Task<ActSession> OpenAsync(CommandContext context) => ActSession.OpenAsync(context, []);

    private static ActRequest Numbered(string act, int? number) => number is { } value
        ? ActRequest.Of(act, ("number", value.ToString(CultureInfo.InvariantCulture))) : new(act, ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    private static void Tell(CommandContext context, ActSession session, ActResult result, bool isDryRun)
    {
        context.Screen.Line(result.Message);
        if (!isDryRun) context.Screen.Note(session.IsOnline ? "Done on the running daemon." : "Done on the files; no daemon runs.");
    }
}
