using System.Collections.Immutable;
using System.Composition;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Logging;
using PluginFramework.Identity;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Modules;

/// <summary>The modules there are, each in its place. Safe for use from any thread.</summary>
[Export(typeof(IWebCatalog)), Export, Shared]
public sealed class ModuleTable : IWebCatalog, IDisposable
{
    private readonly ILiveExports<IWebModule> _live;
    private readonly QuietLoggers _loggers;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _drainTime;
    private readonly IDisposable _subscription;

    // Guards changes of _mounts, which are read without it. Modules' Map runs while it is held; nothing else of theirs does.
    private readonly Lock _gate = new();

    // Longest prefix first.
    private ImmutableArray<ModuleMount> _mounts = [];

    /// <summary>Mounts what there is.</summary>
    [ImportingConstructor]
    public ModuleTable(ILiveExports<IWebModule> live, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(context);
        (_live, _clock, _loggers) = (live, context.TimeProvider, new QuietLoggers(context.LoggerFactory));
        _log = context.LoggerFactory.CreateLogger<ModuleTable>();
        _drainTime = context.GetOptions<HttpOptions>().ModuleDrainTime;
        _subscription = live.Subscribe(_ => Update(_live.Current));
        Update(live.Current);
    }

    internal ImmutableArray<ModuleMount> Mounts => _mounts;

    /// <inheritdoc/>
    public ImmutableArray<WebLocation> List(Principal? principal) =>
    [
        .. _mounts.Where(mount => mount.Title is not null && (mount.Role is null || principal?.IsInRole(mount.Role) == true))
            .Select(mount => new WebLocation(mount.Title!, mount.Prefix.Length == 0 ? "/" : $"/{mount.Prefix}/", mount.PluginId))
            .OrderBy(place => place.Title, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The module whose prefix the path begins with, the longest first; null where there is none.</summary>
    /// <param name="path">The request's path.</param>
    /// <param name="root">Look for the module of the empty prefix, or for any other.</param>
    internal ModuleMount? Find(PathString path, bool root)
    {
        foreach (var mount in _mounts)
        {
            if (mount.Prefix.Length == 0 == root && path.StartsWithSegments(mount.Path, StringComparison.Ordinal)) return mount;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        Update([]);
    }

    private void Update(ImmutableArray<LiveExport<IWebModule>> exports)
    {
        ImmutableArray<ModuleMount> gone;
        lock (_gate)
        {
            var before = _mounts;
            var mounts = exports.DistinctBy(PrefixOf, StringComparer.Ordinal).Select(export => Mount(before, export)).OfType<ModuleMount>();
            _mounts = [.. mounts.OrderByDescending(mount => mount.Prefix.Length).ThenBy(mount => mount.Prefix, StringComparer.Ordinal)];
            gone = before.RemoveRange(_mounts);
        }

        // The host stops what is gone when this returns, and waits for that no longer than the longest drain time.
        Task.WhenAll(gone.Select(mount => mount.RetireAsync(_drainTime, _clock))).GetAwaiter().GetResult();
        foreach (var mount in gone) _log.ModuleGone(mount.PluginId, mount.Prefix);
    }

    private static string PrefixOf(LiveExport<IWebModule> export) => (export.Metadata.GetValueOrDefault(nameof(WebModuleAttribute.Prefix)) as string ?? "").Trim('/');

    private ModuleMount? Mount(ImmutableArray<ModuleMount> before, LiveExport<IWebModule> export)
    {
        if (before.FirstOrDefault(mount => ReferenceEquals(mount.Module, export.Value)) is { } there) return there;
        var prefix = PrefixOf(export);
        if (!ModulePrefix.IsValid(prefix))
        {
            _log.ModulePrefixInvalid(export.PluginId, prefix);
            return null;
        }

        try
        {
            var mount = new ModuleMount(export, prefix, _loggers);
            _log.ModuleMounted(export.PluginId, prefix);
            return mount;
        }
#pragma warning disable CA1031 // A module's code: whatever it throws, the others must be served.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _log.ModuleFailedToMap(exception, export.PluginId, prefix);
            return null;
        }
    }
}
