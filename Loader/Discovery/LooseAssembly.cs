using System.Collections.Immutable;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Discovery;

/// <summary>An assembly dropped by itself, among others that may be its dependencies or other plugins.</summary>
internal static class LooseAssembly
{
    /// <summary>The names of the files beside it that belong to it, whether they are there yet or not; none for what is no plugin.</summary>
    public static ImmutableArray<string> FindSiblings(string path, bool hasDependencyFile)
    {
        var directory = Path.GetDirectoryName(path)!;
        var name = Path.GetFileNameWithoutExtension(path);
        var siblings = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var main = ImageFile.Open(path);
            if (!ManifestReader.IsPlugin(main)) return [];
            AddReferenced(main, directory, siblings);
            if (hasDependencyFile) AddListed(Path.Combine(directory, name + ".deps.json"), directory, siblings);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or InvalidDataException)
        {
            // Not whole yet: whoever reads it next says so, and asks again when it has changed.
        }
        siblings.Remove(Path.GetFileName(path));
        siblings.Add(name + ".deps.json");
        siblings.Add(name + ".pdb");
        return [.. siblings];
    }

    private static void AddReferenced(ImageFile main, string directory, SortedSet<string> siblings)
    {
        var queue = new Queue<string>(main.References().Select(reference => reference.Name));
        while (queue.TryDequeue(out var name))
        {
            var fileName = name + ".dll";
            var path = Path.Combine(directory, fileName);
            if (HostAssemblies.Provides(name) || siblings.Contains(fileName) || !File.Exists(path)) continue;
            siblings.Add(fileName);
            using var file = ImageFile.Open(path);
            foreach (var (reference, _) in file.References()) queue.Enqueue(reference);
        }
    }

    private static void AddListed(string dependencyFile, string directory, SortedSet<string> siblings)
    {
        foreach (var asset in DependencyFile.Read(dependencyFile).Assets)
        {
            if (asset.IsHosts && !File.Exists(Path.Combine(directory, asset.FileName))) continue;
            siblings.Add(File.Exists(Path.Combine(directory, asset.Path)) ? asset.Path : asset.FileName);
        }
    }
}
