using System.Collections.Immutable;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Execution;

namespace PluginFramework.Scripting.Packages;

/// <summary>Brings the packages that an entry asks for into its session, before it is compiled.</summary>
internal sealed class PackageTaker(PromptEngine engine, SessionPackages packages, PromptOrigin origin)
{
    private const int MaxDetail = 1024;

    /// <summary>Brings them.</summary>
    /// <param name="directives">What the entry asks for; at least one.</param>
    /// <param name="output">Told what came.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How the entry ended because of them; <see langword="null"/>: it may go on.</returns>
    public async Task<PromptResult?> TakeAsync(ImmutableArray<PackageDirective> directives, EntryOutput output, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(engine.Options.PackageTimeLimit, engine.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var asked = directives.Select(directive => directive.Request).ToList();
        try
        {
            if (engine.Packages is not { } resolver)
                throw new PackageResolutionException("This host takes no libraries from feeds. Make a plugin of what is needed, and install that.");
            if (asked.Find(request => request.Id.Length == 0) is not null)
                throw new PackageResolutionException("The package has no name. Write #r \"nuget: Package.Id\" or #r \"nuget: Package.Id, 1.2.3\".");
            var found = await resolver.ResolveAsync(packages.With(asked), either.Token);
            either.Token.ThrowIfCancellationRequested();
            var added = packages.Load(found);
            foreach (var request in asked.DistinctBy(request => request.Id, StringComparer.OrdinalIgnoreCase))
                Record(NameOf(found.FirstOrDefault(package => package.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase)), request), "ok", Came(added));
            if (!added.IsEmpty) output.Write(Came(added) + "\n");
            return null;
        }
        catch (PackageResolutionException exception)
        {
            Record(Asked(asked), "refused", exception.Message);
            var at = Culprit(directives, exception.Message);
            return new PromptResult.Invalid([new("PROMPT2", IsError: true, at.Start.Line + 1, at.Start.Character + 1, exception.Message) { Length = at.Span.Length }]);
        }
        catch (Exception) when (either.IsCancellationRequested)
        {
            // What a download throws when it is given up is many things.
            Record(Asked(asked), stop.IsCancellationRequested ? "cancelled" : "timed-out", null);
            return stop.IsCancellationRequested ? new PromptResult.Cancelled() : new PromptResult.TimedOut(engine.Options.PackageTimeLimit);
        }
    }

    private static string Came(ImmutableArray<ResolvedPackage> added) => string.Join("; ", added.GroupBy(package => package.Feed, StringComparer.Ordinal)
        .Select(feed => $"{string.Join(", ", feed.Select(package => $"{package.Id} {package.Version}"))} from the feed {feed.Key}"));

    private static string NameOf(ResolvedPackage? package, PackageRequest request) => package is null ? request.Id : $"{package.Id} {package.Version}";

    private static string Asked(IEnumerable<PackageRequest> asked) => Cut(string.Join(", ", asked.Select(request => request.Version is null ? request.Id : $"{request.Id} {request.Version}")));

    /// <summary>Where several are asked for, the message says which; it is put where that stands.</summary>
    private static PackageDirective Culprit(ImmutableArray<PackageDirective> directives, string message) => directives.FirstOrDefault(
        directive => directive.Request.Id.Length > 0 && message.Contains(directive.Request.Id, StringComparison.OrdinalIgnoreCase)) ?? directives[0];

    private static string Cut(string text) => text.Length <= MaxDetail ? text : text[..MaxDetail];

    private void Record(string subject, string outcome, string? detail) =>
        engine.Record(origin.Principal, origin.Client, "prompt.package", outcome, subject, detail is null ? null : Cut(detail));
}
