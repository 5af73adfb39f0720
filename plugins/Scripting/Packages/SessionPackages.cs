using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluginFramework.Plugins;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Packages;

/// <summary>The packages of a session, from the first that is asked for until its reset. For one entry at a time; released at any time, once.</summary>
internal sealed class SessionPackages
{
    private readonly Lock _lock = new(); // loading or releasing, not both
    private readonly Dictionary<string, ResolvedPackage> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Assemblies that were loaded, whatever became of their package.</summary>
    private readonly Dictionary<string, (Guid Module, ResolvedPackage Package)> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private PackageLoadContext? _context;
    private bool _isReleased;

    /// <summary>What entries may refer to.</summary>
    public PackageSet Set { get; private set; } = PackageSet.Empty;

    /// <summary>What is wanted now together with what is loaded, whose versions stay.</summary>
    public ImmutableArray<PackageRequest> With(IEnumerable<PackageRequest> requests)
    {
        var all = _loaded.Values.ToDictionary(package => package.Id, package => new PackageRequest(package.Id, $"[{package.Version}]"), StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
        {
            if (!_loaded.TryGetValue(request.Id, out var package) || !IsEnough(package, request)) all[request.Id] = request;
        }

        return [.. all.Values];
    }

    /// <summary>Loads what is not loaded yet.</summary>
    /// <param name="packages">All that the session's packages come to by now.</param>
    /// <returns>The packages that were new.</returns>
    /// <exception cref="PackageResolutionException">
    /// A package is loaded in another version, or an assembly in another build, and nothing was loaded; or an assembly cannot be loaded here.
    /// </exception>
    /// <exception cref="OperationCanceledException">They were released.</exception>
    public ImmutableArray<ResolvedPackage> Load(ImmutableArray<ResolvedPackage> packages)
    {
        lock (_lock)
        {
            if (_isReleased) throw new OperationCanceledException("The session was reset.");
            return LoadNew(packages);
        }
    }

    /// <summary>Lets the packages be freed once nothing of them is in use any more.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isReleased = true;
            Set = PackageSet.Empty;
            _context?.Release();
            _context = null;
        }
    }

    private ImmutableArray<ResolvedPackage> LoadNew(ImmutableArray<ResolvedPackage> packages)
    {
        foreach (var package in packages)
        {
            if (!_loaded.TryGetValue(package.Id, out var other) || other.Version == package.Version) continue;
            throw new PackageResolutionException(
                $"{package.Id} {other.Version} is loaded in this session, and now {package.Version} is needed. Reset the session, and begin with all of its packages at once.");
        }

        ImmutableArray<ResolvedPackage> added = [.. packages.Where(package => !_loaded.ContainsKey(package.Id))];
        var news = Check(added);
        var (live, references) = (Set.Live.ToBuilder(), Set.References.ToBuilder());
        foreach (var (assembly, package) in news)
        {
            var loaded = Load(assembly, package);
            var known = LiveAssembly.Of(loaded) with { Documentation = DocumentationFile.Of(assembly.Documentation) };
            live[known.Name] = known;
            if (ReferenceCache.Create(known.Name, loaded) is { } reference) references.Add(reference);
        }

        Set = new(live.ToImmutable(), references.ToImmutable());

        // Only the name and version are needed from here on, not the content.
        foreach (var package in added) _loaded[package.Id] = package with { Assemblies = [] };
        return added;
    }

    /// <summary>Whether what is loaded is what is asked for: anything, or at least a version. Of a range, those who find packages decide.</summary>
    private static bool IsEnough(ResolvedPackage package, PackageRequest request) =>
        request.Version is null || (Version.TryParse(request.Version, out var wanted) && Version.TryParse(package.Version, out var loaded) && loaded >= wanted);

    /// <summary>The assemblies that are to be loaded: of several packages that bring the same one, the first's.</summary>
    private List<(ResolvedAssembly Assembly, ResolvedPackage Package)> Check(IEnumerable<ResolvedPackage> added)
    {
        var builds = _assemblies.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        var news = new List<(ResolvedAssembly Assembly, ResolvedPackage Package)>();
        foreach (var package in added)
        {
            foreach (var assembly in package.Assemblies)
            {
                var module = ModuleOf(assembly, package);
                if (builds.TryGetValue(assembly.Name, out var other) && other.Module != module)
                {
                    throw new PackageResolutionException(
                        $"{other.Package.Id} {other.Package.Version} and {package.Id} {package.Version} bring the assembly {assembly.Name} in different builds, and a session can have one. Reset the session and take one of the packages, or versions that agree.");
                }

                // One that is loaded, though its package then failed, is known but to be had by nobody yet.
                if (!Set.Live.ContainsKey(assembly.Name) && !news.Exists(one => one.Assembly.Name.Equals(assembly.Name, StringComparison.OrdinalIgnoreCase))) news.Add((assembly, package));
                builds[assembly.Name] = (module, package);
            }
        }

        return news;
    }

    private Assembly Load(ResolvedAssembly assembly, ResolvedPackage package)
    {
        try
        {
            var loaded = (_context ??= new()).Add(assembly);
            _assemblies[assembly.Name] = (loaded.ManifestModule.ModuleVersionId, package with { Assemblies = [] });
            return loaded;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            throw CannotBeLoaded(assembly, package, exception);
        }
    }

    private static Guid ModuleOf(ResolvedAssembly assembly, ResolvedPackage package)
    {
        try
        {
            using var file = new PEReader([.. assembly.Image.Span]);
            var metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            throw CannotBeLoaded(assembly, package, exception);
        }
    }

    private static PackageResolutionException CannotBeLoaded(ResolvedAssembly assembly, ResolvedPackage package, Exception exception) =>
        new($"The assembly {assembly.Name} of {package.Id} {package.Version} cannot be loaded here: {exception.Message}", exception);
}
