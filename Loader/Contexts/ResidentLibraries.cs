using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// The resident libraries of this process. Libraries that reference each other form a group; a group is loaded once for each
/// combination of names, versions and contents, and never unloaded.
/// </summary>
internal sealed class ResidentLibraries
{
    // Guards both dictionaries.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResidentContext> _contexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResidentSet> _sets = new(StringComparer.Ordinal);

    public ImmutableArray<string> StorePaths
    {
        get
        {
            lock (_lock) return [.. _contexts.Values.Select(context => context.StorePath).Distinct()];
        }
    }

    /// <exception cref="PluginLoadException">A resident library would need something that is unloaded.</exception>
    public ResidentSet? For(string storePath, PluginManifest manifest, PluginFiles files)
    {
        lock (_lock)
        {
            // The store names its folders by content, so a folder seen before holds the same libraries.
            if (_sets.TryGetValue(storePath, out var known)) return known;
            using var folder = new PluginFolder(storePath);
            var references = ReferencesOf(ResidentNames(manifest, files), folder, files, manifest);
            var set = new Dictionary<string, ResidentContext>(StringComparer.OrdinalIgnoreCase);
            foreach (var group in Groups(references))
            {
                var context = Open(group, files, Path.Combine(storePath, manifest.AssemblyFile));
                foreach (var name in group) set[name] = context;
            }
            return _sets[storePath] = new ResidentSet(set.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<string> ResidentNames(PluginManifest manifest, PluginFiles files) =>
        files.Assemblies.Keys.Where(name => name != files.MainName && !files.IsHosts(name)
            && manifest.ResidentLibraries.Any(pattern => Matches(pattern, name)));

    private static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    /// <summary>The named libraries and all that they reference in the folder, for what stays cannot lean on what goes.</summary>
    private static Dictionary<string, List<string>> ReferencesOf(
        IEnumerable<string> names, PluginFolder folder, PluginFiles files, PluginManifest manifest)
    {
        var result = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(names);
        while (queue.TryDequeue(out var name))
        {
            if (result.ContainsKey(name) || folder.Find(name) is not { } file) continue;
            List<string> references = [.. file.References().Select(reference => reference.Name)
                .Where(reference => files.Assemblies.ContainsKey(reference) && !files.IsHosts(reference))];
            if (references.Find(reference => reference == files.MainName || folder.IsSharedContract(reference)) is { } mortal)
            {
                throw new PluginLoadException($"{manifest.Id} asks to keep {name} resident, but it references {mortal}, which is unloaded "
                    + "with its plugins; leave it out of [assembly: ResidentLibrary].");
            }
            result[name] = references;
            foreach (var reference in references) queue.Enqueue(reference);
        }
        return result;
    }

    private static IEnumerable<List<string>> Groups(Dictionary<string, List<string>> references)
    {
        var neighbours = references.Keys.ToDictionary(name => name, _ => new HashSet<string>(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, others) in references)
        {
            foreach (var other in others.Where(neighbours.ContainsKey))
            {
                neighbours[name].Add(other);
                neighbours[other].Add(name);
            }
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var start in neighbours.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            if (!seen.Add(start)) continue;
            List<string> group = [start];
            for (var index = 0; index < group.Count; index++) group.AddRange(neighbours[group[index]].Where(seen.Add));
            group.Sort(StringComparer.OrdinalIgnoreCase);
            yield return group;
        }
    }

    private ResidentContext Open(List<string> group, PluginFiles files, string mainPath)
    {
        // The store has hashed them; a name and a content make a version.
        var hashes = ContentList.HashesIn(Path.GetDirectoryName(mainPath)!);
        var key = string.Join('\n', group.Select(name => $"{name.ToUpperInvariant()} {HashOf(files.Assemblies[name], hashes)}"));
        if (_contexts.TryGetValue(key, out var context)) return context;
        var paths = group.ToFrozenDictionary(name => name, name => files.Assemblies[name], StringComparer.OrdinalIgnoreCase);
        return _contexts[key] = new ResidentContext($"resident {group[0]}", paths, mainPath);
    }

    private static string HashOf(string path, Dictionary<string, string> hashes)
    {
        if (hashes.TryGetValue(Path.GetFileName(path), out var known)) return known;
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
