namespace PluginFramework.Core.Generations;

/// <summary>What is being made and what is being deleted, on the file system of the generations. Nothing in it outlives the process.</summary>
internal sealed class StagingFolder(string root, GenerationFiles files)
{
    /// <summary>A path for something new.</summary>
    public string NewPath()
    {
        files.MakeDirectory(root);
        return Path.Combine(root, Guid.NewGuid().ToString("n"));
    }

    /// <summary>Takes a folder away as a whole, then deletes it: a kill in between leaves no half of it under its name.</summary>
    public void Discard(string directory)
    {
        var path = NewPath();
        files.Rename(directory, path);
        files.Delete(path);
    }

    /// <summary>Deletes what a process that is no more has left.</summary>
    public void Clear()
    {
        if (Directory.Exists(root)) foreach (var left in Directory.EnumerateDirectories(root).ToList()) files.Delete(left);
    }
}
