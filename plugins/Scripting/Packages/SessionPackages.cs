using System.Collections.Immutable;
using PluginFramework.Plugins;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Packages;

/// <summary>The packages of a session, from the first that is asked for until its reset. For one entry at a time.</summary>
internal sealed class SessionPackages
{
    private readonly Dictionary<string, ResolvedPackage> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PackageRequest> _requests = new(StringComparer.OrdinalIgnoreCase);
    private PackageLoadContext? _context;

    /// <summary>What entries may refer to.</summary>
    public PackageSet Set { get; private set; } = PackageSet.Empty;

    /// <summary>What is wanted now together with what was before, whose versions stay.</summary>
    public ImmutableArray<PackageRequest> With(IEnumerable<PackageRequest> requests)
    {
        var all = new Dictionary<string, PackageRequest>(_requests, StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
        {
            // Without a version, the one that is there will do.
            if (request.Version is not null || !all.ContainsKey(request.Id)) all[request.Id] = request;
        }

        return [.. all.Values];
    }

    /// <summary>Loads what is not loaded yet.</summary>
    /// <param name="packages">All that the session's packages come to by now.</param>
    /// <param name="requests">Those that were asked for by name.</param>
    /// <returns>The packages that were new.</returns>
    /// <exception cref="PackageResolutionException">One is loaded in another version; nothing was loaded.</exception>
    /// <exception cref="BadImageFormatException">An assembly cannot be loaded here.</exception>
    public ImmutableArray<ResolvedPackage> Load(ImmutableArray<ResolvedPackage> packages, IEnumerable<PackageRequest> requests)
    {
        foreach (var package in packages)
        {
            if (!_loaded.TryGetValue(package.Id, out var other) || other.Version == package.Version) continue;
            throw new PackageResolutionException(
                $"{package.Id} {other.Version} is loaded in this session, and now {package.Version} is needed. Reset the session, and begin with all of its packages at once.");
        }

        ImmutableArray<ResolvedPackage> added = [.. packages.Where(package => !_loaded.ContainsKey(package.Id))];
        var (live, references) = (Set.Live.ToBuilder(), Set.References.ToBuilder());
        foreach (var assembly in added.SelectMany(package => package.Assemblies))
        {
            var loaded = (_context ??= new()).Add(assembly);
            var known = LiveAssembly.Of(loaded) with { Documentation = DocumentationFile.Of(assembly.Documentation) };
            live[known.Name] = known;
            if (ReferenceCache.Create(known.Name, loaded) is { } reference) references.Add(reference);
        }

        Set = new(live.ToImmutable(), references.ToImmutable());

        // Only the name and version are needed from here on, not the content.
        foreach (var package in added) _loaded[package.Id] = package with { Assemblies = [] };
        foreach (var request in requests.Where(request => _loaded.ContainsKey(request.Id)))
            _requests[request.Id] = request with { Version = $"[{_loaded[request.Id].Version}]" };
        return added;
    }

    /// <summary>Lets the packages be freed once nothing of them is in use any more.</summary>
    public void Release()
    {
        Set = PackageSet.Empty;
        _context?.Release();
        _context = null;
    }
}
