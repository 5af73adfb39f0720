using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Identity;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;
using PluginFramework.Panels;

namespace PluginFramework.Core.Installing;

/// <summary>
/// Changes which plugins are installed from feeds: works a change out, lays it out, says what it would come to, and switches to it. Until
/// the switch only the cache of packages and a staging folder are written. Safe for use from any thread.
/// </summary>
/// <param name="generations">What is in force.</param>
/// <param name="composition">What is composed.</param>
/// <param name="configuration">The configuration, read afresh for each change.</param>
/// <param name="runDirectory">Where packages are kept.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="limits">How long and how much is read from feeds; <see langword="null"/>: the defaults.</param>
internal sealed class PluginInstaller(
    GenerationSwitch generations, ICompositionView composition, Func<HostConfiguration> configuration, string runDirectory, TimeProvider timeProvider,
    FeedLimits? limits = null)
{
    /// <summary>Works a change out and lays it out. The caller disposes of it.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="isLocked">Whether it is refused where the lock file would change.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PanelException">It cannot be made; nothing has changed.</exception>
    public Task<PreparedChange> PlanAsync(PluginRequest request, bool isLocked, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        InstallFaults.TranslateAsync(async () =>
        {
            var basis = generations.Current;
            var now = await composition.TakeAsync(cancellationToken).ConfigureAwait(false);
            var settings = configuration();
            using var feeds = Open(settings);
            var report = FeedProgressView.For(progress);
            var isRestore = request is PluginRequest.Restore;
            var plan = await feeds.PlanAsync(InstalledPlugins.WithOthers(basis.Lock, now.Candidates), request, isLocked || isRestore, report, cancellationToken)
                .ConfigureAwait(false);
            var ids = isRestore ? [.. InstalledPlugins.Ids(basis.Lock)] : plan.ToLayOut;
            var (staging, after) = await StageAsync(feeds, plan.After, ids, report, cancellationToken).ConfigureAwait(false);
            try
            {
                plan = plan with { Before = basis.Lock, After = InstalledPlugins.WithoutOthers(after, basis.Lock) };
                if (isRestore) CheckRestored(plan);
                var staged = staging is null ? [] : await StagedPlugins.ReadAsync(
                    staging, generations.CreateStagingDirectory(), timeProvider, cancellationToken).ConfigureAwait(false);
                var preview = ChangePreviewer.Preview(plan, staged, now, settings);
                return new PreparedChange(basis, preview with { ReleaseNotes = await feeds.ReadReleaseNotesAsync(plan, report, cancellationToken).ConfigureAwait(false) }, staging);
            }
            catch
            {
                if (staging is not null) Directory.Delete(staging, recursive: true);
                throw;
            }
        });

    /// <summary>Switches to a change.</summary>
    /// <returns>The generation it made.</returns>
    /// <exception cref="PanelException">A plugin in it cannot run here, it could not be made, or it was rolled back.</exception>
    public async Task<Generation> ApplyAsync(PreparedChange change, Caller caller, CancellationToken cancellationToken)
    {
        if (!change.Preview.Refusals.IsEmpty) throw new PanelException(PanelError.Failed, $"{string.Join(" ", change.Preview.Refusals)} Nothing was changed.");
        var draft = new GenerationDraft(change.Summary, caller) 
        {
            Lock = change.Plan.After, StagedPlugins = change.Staging, Waiting = [.. change.Preview.Waiting.Select(node => node.Id).Distinct()],
        };
        var generation = await generations.ApplyAsync(draft, change.Basis.Number, cancellationToken).ConfigureAwait(false);
        change.HandOver();
        return generation;
    }

    /// <summary>Compares the installed folders with the lock file by hashing every file.</summary>
    /// <exception cref="PanelException">A file cannot be read.</exception>
    public Task<ImmutableArray<VerificationProblem>> VerifyAsync(CancellationToken cancellationToken) => InstallFaults.TranslateAsync(async () =>
    {
        var lockFile = generations.Current.Lock;
        var candidates = (await composition.TakeAsync(cancellationToken).ConfigureAwait(false)).Candidates;
        var problems = ImmutableArray.CreateBuilder<VerificationProblem>();
        foreach (var id in InstalledPlugins.Ids(lockFile))
        {
            if (InstalledPlugins.Find(candidates, id) is not { } found)
            {
                problems.Add(new(id, "Its folder is missing, or its list of files is. Restore it."));
                continue;
            }

            problems.AddRange(await PluginVerifier.VerifyFolderAsync(id, lockFile.Plugins[id], found.Location, cancellationToken).ConfigureAwait(false));
        }

        return problems.ToImmutable();
    });

    /// <summary>Compares what is installed with the feeds' lists of known vulnerabilities.</summary>
    /// <exception cref="PanelException">The configuration of the feeds cannot be used.</exception>
    public Task<AuditReport> AuditAsync(IProgress<View.Progress>? progress, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(async () =>
    {
        using var feeds = Open(configuration());
        var lockFile = generations.Current.Lock;
        // What came from no feed is not theirs to judge.
        var installed = lockFile with { Plugins = lockFile.Plugins.RemoveRange(lockFile.Plugins.Keys.Except(InstalledPlugins.Ids(lockFile)).ToList()) };
        return await feeds.AuditAsync(installed, FeedProgressView.For(progress), cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Searches the feeds for plugins.</summary>
    /// <exception cref="PanelException">The configuration of the feeds cannot be used.</exception>
    public Task<FeedAnswer<FoundPlugin>> SearchAsync(
        string text, int skip, int take, bool? includePrerelease, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        InstallFaults.TranslateAsync(async () =>
        {
            using var feeds = Open(configuration());
            return await feeds.SearchAsync(text, skip, take, includePrerelease, FeedProgressView.For(progress), cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Tells what a package and the feeds say of it.</summary>
    /// <inheritdoc cref="PluginFeeds.ReadDetailsAsync" path="/param"/>
    /// <exception cref="PanelException">It cannot be had.</exception>
    public Task<PackageDetails> ReadDetailsAsync(
        string package, string? version, bool? includePrerelease, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        InstallFaults.TranslateAsync(async () =>
        {
            using var feeds = Open(configuration());
            return await feeds.ReadDetailsAsync(package, version, includePrerelease, FeedProgressView.For(progress), cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Where packages from feeds are kept.</summary>
    public static string PackagesIn(string runDirectory) => Path.Combine(runDirectory, "packages");

    private PluginFeeds Open(HostConfiguration settings) => new(settings.Feeds, PackagesIn(runDirectory), limits, timeProvider);

    private async Task<(string? Staging, PluginLockFile After)> StageAsync(
        PluginFeeds feeds, PluginLockFile after, ImmutableArray<string> ids, IProgress<FeedProgress>? progress, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty) return (null, after);
        var staging = generations.CreateStagingDirectory();
        try
        {
            return (staging, await feeds.StageAsync(after, staging, ids, progress, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            Directory.Delete(staging, recursive: true);
            throw;
        }
    }

    /// <summary>What was laid out for this platform before comes out the same, or something is not what it was.</summary>
    private static void CheckRestored(PluginChangePlan plan)
    {
        foreach (var (id, before) in plan.Before.Plugins)
        {
            foreach (var (platform, hash) in before.Content ?? ImmutableSortedDictionary<string, string>.Empty)
            {
                if (plan.After.Plugins[id].Content?.GetValueOrDefault(platform) == hash) continue;
                throw new PanelException(PanelError.Failed, $"{id} does not come out as the lock file records it. Nothing was changed. Remove it and add it again.");
            }
        }
    }
}
