using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Installing;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The feeds that plugins are installed from, as configured. Secrets are masked.</summary>
internal sealed class FeedPanel(FeedEditor editor) : IPanel
{
    private static readonly PanelParameter Name = new("name") { Label = "Name", Description = "The feed's name.", IsRequired = true, Minimum = 1, Maximum = 64 };

    private const string SecretForms = "An environment variable (env:NAME) or the first line of a file (file:PATH) is better than the secret itself, which would stand in the configuration file.";

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("add", "Add")
        {
            Description = "Adds a feed to the configuration file.", CanDryRun = true, Confirmation = "Install plugins from this feed, too?",
            Parameters =
            [
                Name,
                new("source") { Label = "Source", Description = "The address of a v3 service index, or a folder of packages.", IsRequired = true },
                new("userName") { Label = "User name", Description = "For basic authentication.", Default = "none" },
                new("password") { Label = "Password", Description = SecretForms, IsSecret = true, Default = "none" },
                new("apiKey") { Label = "Key", Description = "Sent as X-NuGet-ApiKey. " + SecretForms, IsSecret = true, Default = "none" },
                new("allowInsecure", PanelParameterKind.Flag) { Label = "Plain HTTP", Description = "Allows plain HTTP, where anybody on the way can replace what is read.", Default = "false" },
            ],
        },
        new("remove", "Remove")
        {
            Description = "Takes a feed out of the configuration file. What was installed from it stays.", CanDryRun = true, Confirmation = "Take the feed out?", Parameters = [Name],
        },
    ];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(() =>
    {
        var configuration = editor.Read();
        if (query.Subject is not { } name) return Task.FromResult(FeedViews.All(configuration));
        var feed = configuration.Feeds.Feeds.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new PanelException(
            PanelError.NotFound, $"There is no feed '{MaskedAddress.In(name)}'{NearestName.Hint(name, configuration.Feeds.Feeds.Select(one => one.Name))}");
        return Task.FromResult(FeedViews.One(feed, configuration));
    });

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(async () =>
    {
        var name = call.Arguments.GetText(Name.Name);
        var edit = call.Act == "add" ? editor.Add(FeedOf(name, call.Arguments)) : editor.Remove(name);
        var view = FeedViews.All(edit.After);
        var what = call.Act == "add" ? $"Added the feed {name}" : $"Removed the feed {name}";
        if (call.IsDryRun) return new ActResult($"Nothing was changed. It would be: {what}.") { View = view };
        var generation = await editor.ApplyAsync(edit, $"{what}.", call.Caller, cancellationToken).ConfigureAwait(false);
        return new ActResult($"{what}. Generation {generation.Number} is in force.") { View = view, AuditDetail = $"generation {generation.Number}" };
    });

    private static Feed FeedOf(string name, PanelArguments arguments) => new(name, arguments.GetText("source"))
    {
        UserName = arguments.FindText("userName"),
        Password = Secret(arguments.FindText("password")),
        ApiKey = Secret(arguments.FindText("apiKey")),
        AllowInsecure = arguments.FindFlag("allowInsecure") ?? false,
    };

    private static FeedSecret? Secret(string? text) => string.IsNullOrEmpty(text) ? null : new(text);
}
