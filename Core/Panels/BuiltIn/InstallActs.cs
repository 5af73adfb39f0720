using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Installing;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The acts of the panel of plugins that have to do with feeds: finding, installing, checking.</summary>
internal sealed class InstallActs(PluginInstaller installer, GenerationSwitch generations, PluginHolds holds)
{
    private static readonly PanelParameter Package = new("package") { Label = "Package", Description = "The id of the plugin's package.", IsRequired = true };

    private static readonly PanelParameter Plugin = new("plugin") { Label = "Plugin", Description = "The id of the plugin or of its package.", IsRequired = true };

    private static readonly PanelParameter Locked = new("locked", PanelParameterKind.Flag)
    {
        Label = "Locked", Description = "Refuses if the lock file would change.", Default = "false",
    };

    private static readonly PanelParameter Prerelease = new("prerelease", PanelParameterKind.Flag)
    {
        Label = "Pre-releases", Description = "Whether the latest version may be a pre-release.", Default = "as configured",
    };

    private readonly RollbackAct _rollback = new(generations);

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        Change("add", "Add", "Installs a plugin from a feed, with what it needs, or another version of it.", "Install the plugin and what it needs?",
            Package, new("version") { Label = "Version", Description = "A version or range: 1.2.3 (at least), [1.2.3], [1.0,2.0) or 1.*.", Default = "the latest" }, Prerelease, Locked),
        Change("update", "Update", "Takes the latest version in the range that was asked for, of one plugin or of all that are not pinned.", "Update?",
            Plugin with { IsRequired = false, Default = "all" }, Locked),
        Change("remove", "Remove", "Uninstalls a plugin that came from a feed, and what only it needed.", "Remove the plugin, and what only it needed?", Plugin),
        Change("restore", "Restore", "Lays out again what the lock file records, from the cache where it can.", "Lay out all plugins from feeds again?"),
        Change("pin", "Pin", "Has updates leave a plugin as it is.", "Pin the plugin?", Plugin),
        Change("unpin", "Unpin", "Lets updates change a plugin again.", "Unpin the plugin?", Plugin),
        RollbackAct.Act,
        new("search", "Search")
        {
            Description = "Searches the feeds for plugins.", IsReadOnly = true,
            Parameters =
            [
                new("text") { Label = "Words", Description = "Words to look for.", Default = "all plugins" }, Prerelease,
                new("skip", PanelParameterKind.WholeNumber) { Label = "Skip", Description = "How many of each feed to pass over.", Minimum = 0, Maximum = 100_000, Default = "0" },
                new("take", PanelParameterKind.WholeNumber) { Label = "Take", Description = "How many of each feed to show.", Minimum = 1, Maximum = 100, Default = "20" },
            ],
        },
        new("details", "Details")
        {
            Description = "Shows what a package on the feeds says of itself: its readme, what is new in it, its versions, what it depends on.", IsReadOnly = true,
            Parameters = [Package, new("version") { Label = "Version", Description = "One version: 1.2.3.", Default = "the latest" }, Prerelease],
        },
        new("verify", "Verify") { Description = "Compares every file of the installed plugins with the lock file.", IsReadOnly = true },
        new("audit", "Audit") { Description = "Compares what is installed with the feeds' lists of known vulnerabilities.", IsReadOnly = true },
    ];

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(() => call.Act switch
    {
        "search" => SearchAsync(call, cancellationToken),
        "details" => DescribeAsync(call, cancellationToken),
        "verify" => VerifyAsync(cancellationToken),
        "audit" => AuditAsync(call, cancellationToken),
        "rollback" => _rollback.ActAsync(call, cancellationToken),
        _ => ChangeAsync(call, cancellationToken),
    });

    private static PanelAct Change(string name, string label, string description, string confirmation, params ImmutableArray<PanelParameter> parameters) =>
        new(name, label) { Description = description, Confirmation = confirmation, CanDryRun = true, Parameters = parameters };

    private async Task<ActResult> ChangeAsync(ActCall call, CancellationToken cancellationToken)
    {
        using var change = await installer.PlanAsync(RequestOf(call), call.Arguments.FindFlag(Locked.Name) ?? false, call.Progress, cancellationToken).ConfigureAwait(false);
        var view = ChangeViews.Of(change.Preview);
        if (change.IsEmpty) return new(call.Act == "restore" ? "No plugin is installed from a feed, so there is nothing to restore." : change.Summary) { View = view };
        if (call.IsDryRun)
        {
            var refusal = change.Preview.Refusals.IsEmpty ? "" : $" It would be refused: {string.Join(" ", change.Preview.Refusals)}";
            return new($"Nothing was changed. It would be: {change.Summary}{change.Preview.DescribeWaits("would wait")}{Lost(change)}{refusal}") { View = view, Tone = refusal.Length == 0 ? ViewTone.Neutral : ViewTone.Bad };
        }

        var generation = await installer.ApplyAsync(change, call.Caller, cancellationToken).ConfigureAwait(false);
        return new($"{change.Summary} Generation {generation.Number} is in force.{change.Preview.DescribeWaits("waits")}")
        {
            View = view, AuditDetail = $"generation {generation.Number}: {string.Join("; ", change.Plan.Changes.Where(one => one.IsPlugin))}",
        };
    }

    private string Lost(PreparedChange change)
    {
        var effects = change.Preview.Effects;
        return holds.Foretell([.. effects.Builds.Where(step => step.Kind == PlanStepKind.Rebuild).Concat(effects.Stops).Select(step => step.Id)]);
    }

    private PluginRequest RequestOf(ActCall call) => call.Act switch
    {
        "add" => new PluginRequest.Add(call.Arguments.GetText(Package.Name), call.Arguments.FindText("version")) { IncludePrerelease = call.Arguments.FindFlag(Prerelease.Name) },
        "update" => new PluginRequest.Update(call.Arguments.Has(Plugin.Name) ? Installed(call) : null),
        "remove" => new PluginRequest.Remove(Installed(call)),
        "pin" or "unpin" => new PluginRequest.Pin(Installed(call), call.Act == "pin"),
        _ => new PluginRequest.Restore(),
    };

    private string Installed(ActCall call)
    {
        var name = call.Arguments.GetText(Plugin.Name);
        var plugins = generations.Current.Lock.Plugins.Where(plugin => plugin.Value.Package is not null).ToList();
        return plugins.Exists(plugin => plugin.Key == name || name.Equals(plugin.Value.Package, StringComparison.OrdinalIgnoreCase)) ? name
            : throw new PanelException(PanelError.NotFound,
                $"No plugin '{name}' is installed from a feed{NearestName.Hint(name, plugins.SelectMany(plugin => (string[])[plugin.Key, plugin.Value.Package!]))}");
    }

    private async Task<ActResult> SearchAsync(ActCall call, CancellationToken cancellationToken)
    {
        var (skip, take) = ((int)(call.Arguments.FindInteger("skip") ?? 0), (int)(call.Arguments.FindInteger("take") ?? 20));
        var answer = await installer.SearchAsync(
            call.Arguments.FindText("text") ?? "", skip, take, call.Arguments.FindFlag(Prerelease.Name), call.Progress, cancellationToken).ConfigureAwait(false);
        return new($"{answer.Items.Length} found.") { View = InstallViews.Found(answer), Tone = answer.Failures.IsEmpty ? ViewTone.Neutral : ViewTone.Bad };
    }

    private async Task<ActResult> DescribeAsync(ActCall call, CancellationToken cancellationToken)
    {
        var details = await installer.ReadDetailsAsync(
            call.Arguments.GetText(Package.Name), call.Arguments.FindText("version"), call.Arguments.FindFlag(Prerelease.Name), call.Progress, cancellationToken).ConfigureAwait(false);
        return new($"{details.Description.Package} {details.Description.Version}") { View = InstallViews.Described(details) };
    }

    private async Task<ActResult> VerifyAsync(CancellationToken cancellationToken)
    {
        var problems = await installer.VerifyAsync(cancellationToken).ConfigureAwait(false);
        return new(problems.IsEmpty ? "All that is installed from feeds is as the lock file records it." : "Not all is as the lock file records it. Restore it.")
        {
            View = InstallViews.Verified(problems), Tone = problems.IsEmpty ? ViewTone.Good : ViewTone.Bad,
        };
    }

    private async Task<ActResult> AuditAsync(ActCall call, CancellationToken cancellationToken)
    {
        var report = await installer.AuditAsync(call.Progress, cancellationToken).ConfigureAwait(false);
        var isAmiss = !report.Vulnerable.IsEmpty || report.Consulted.IsEmpty || !report.Failures.IsEmpty;
        return new(InstallViews.Summary(report)) { View = InstallViews.Audited(report), Tone = isAmiss ? ViewTone.Bad : ViewTone.Good };
    }
}
