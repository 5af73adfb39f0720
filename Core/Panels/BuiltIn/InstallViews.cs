using System.Collections.Immutable;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How what the feeds say is shown.</summary>
internal static class InstallViews
{
    private const int MaxVersions = 30;

    public static View Found(FeedAnswer<FoundPlugin> answer) => WithFailures(
        new View.Table(
            [new("package", "Package"), new("version", "Version"), new("feed", "Feed"), new("title", "Title"), new("description", "Description"), new("authors", "Authors")],
            [
                .. answer.Items.Select(found => new ViewRow(
                [
                    PanelValue.Of(found.Package), PanelValue.Of(found.Version), PanelValue.Of(found.Feed), PanelValue.Of(found.Title), PanelValue.Of(found.Description),
                    PanelValue.Of(found.Authors),
                ])
                {
                    Acts = [Offer("details", found.Package), Offer("add", found.Package)],
                }),
            ])
        {
            EmptyText = "No plugin was found.",
        },
        answer.Failures);

    public static View Described(PackageDetails details)
    {
        var told = details.Description;
        return new View.Group(
        [
            new View.Fields(
            [
                new("package", "Package", PanelValue.Of(told.Package)),
                new("version", "Version", PanelValue.Of(told.Version)),
                new("title", "Title", PanelValue.Of(told.Title)),
                new("description", "Description", PanelValue.Of(told.Description)),
                new("authors", "Authors", PanelValue.Of(told.Authors)),
                new("isPlugin", "A plugin", PanelValue.Of(details.IsPlugin)) { Tone = details.IsPlugin ? ViewTone.Neutral : ViewTone.Warning },
                new("feed", "Feed", PanelValue.Of(told.Feed)),
                new("license", "Licence", PanelValue.Of(told.License)),
                new("project", "Project", PanelValue.Of(told.ProjectAddress?.ToString())),
                new("published", "Published", PanelValue.Of(told.Published)),
                new("deprecation", "Deprecated", PanelValue.Of(told.Deprecation)) { Tone = told.Deprecation is null ? ViewTone.Neutral : ViewTone.Warning },
                new("dependencies", "Depends on", PanelValue.Of(details.Dependencies)),
                new("versions", "Versions", PanelValue.Of(details.Versions.Take(MaxVersions))),
            ]),
            new View.Acts([Offer("add", told.Package)]),
            .. Text("New in this version", details.ReleaseNotes),
            .. Text("Readme", details.Readme),
        ]);
    }

    public static View Verified(ImmutableArray<VerificationProblem> problems) => new View.Table(
        [new("plugin", "Plugin"), new("problem", "Problem")],
        [.. problems.Select(problem => new ViewRow([PanelValue.Of(problem.Plugin), PanelValue.Of(problem.Message)]) { Tone = ViewTone.Bad })])
    {
        EmptyText = "Nothing differs.",
    };

    public static View Audited(AuditReport report) => WithFailures(
        new View.Table(
            [
                new("plugin", "Plugin"), new("package", "Package"), new("version", "Version"), new("severity", "Severity"), new("advisory", "Advisory"), new("feed", "Feed"),
            ],
            [
                .. report.Vulnerable.Select(one => new ViewRow(
                [
                    PanelValue.Of(one.Plugin), PanelValue.Of(one.Package), PanelValue.Of(one.Version), PanelValue.Of(one.Severity), PanelValue.Of(one.Advisory.ToString()),
                    PanelValue.Of(one.Feed),
                ])
                {
                    Tone = ViewTone.Bad,
                }),
            ])
        {
            EmptyText = report.Consulted.IsEmpty ? "Nothing was checked." : "None is known to be vulnerable.",
        },
        report.Failures);

    public static string Summary(AuditReport report)
    {
        if (report.Consulted.IsEmpty) return "No feed gave a list of known vulnerabilities, so nothing was checked.";
        var by = $"by {string.Join(", ", report.Consulted)}";
        return report.Vulnerable.IsEmpty ? $"No package in use is known to be vulnerable {by}." : $"{report.Vulnerable.Length} known to be vulnerable {by}. Update them.";
    }

    private static ViewAct Offer(string act, string package) => new(act) { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("package", PanelValue.Of(package)) };

    private static ImmutableArray<View> Text(string title, string content) => content.Length == 0 ? [] : [new View.Text(content) { Title = title }];

    private static View WithFailures(View view, ImmutableArray<FeedFailure> failures) => failures.IsEmpty ? view
        : new View.Group([view, .. failures.Select(failure => new View.Error(failure.Message))]);
}
