namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A copy of the program without a single plugin beside it: what runs in it came from a feed.</summary>
internal static class BareHost
{
    private static readonly Lazy<string> Program = new(Copy);

    /// <summary>Where it is.</summary>
    public static string Folder => Path.GetDirectoryName(Program.Value)!;

    /// <summary>A daemon of it, with a run directory of its own.</summary>
    public static TestDaemon Daemon() => new(program: Program.Value);

    private static string Copy()
    {
        var source = Path.GetDirectoryName(TestDaemon.Executable)!;
        var target = Path.Combine(AppContext.BaseDirectory, "bare");
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(source, path)))
        {
            if (file.StartsWith("plugins" + Path.DirectorySeparatorChar, StringComparison.Ordinal)) continue;
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }

        return Path.Combine(target, Path.GetFileName(TestDaemon.Executable));
    }
}
