using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader.Feeds;

/// <summary>Builds packages as publishing does.</summary>
internal sealed record TestPackage(string Id, string Version)
{
    public string? PluginId { get; init; }

    /// <summary>"Other.Package", "Other.Package [1.0, 2.0)", or "Other.Package! 1.0" for what is only built with.</summary>
    public string[] DependsOn { get; init; } = [];

    public string Framework { get; init; } = "net10.0";

    /// <summary>C# for the plugin's assembly.</summary>
    public string Source { get; init; } = "";

    public string[] References { get; init; } = [];

    /// <summary>Name in the package and content.</summary>
    public (string Path, byte[] Content)[] Files { get; init; } = [];

    public string ReleaseNotes { get; init; } = "";

    /// <summary>The name of the file to be read first, which is among <see cref="Files"/>.</summary>
    public string? Readme { get; init; }

    public bool HasAssembly { get; init; } = true;

    /// <summary>Writes the package into a folder and returns its path.</summary>
    public string Write(string directory)
    {
        var work = Directory.CreateTempSubdirectory("feed-package-").FullName;
        try
        {
            var builder = new PackageBuilder { Id = Id, Version = NuGetVersion.Parse(Version), Description = $"About {Id}.", Title = $"{Id} title" };
            (builder.ReleaseNotes, builder.Readme) = (ReleaseNotes, Readme);
            builder.Authors.Add("The authors");
            if (PluginId is not null) builder.PackageTypes.Add(new PackageType("PluginFrameworkPlugin", PackageType.EmptyVersion));
            builder.DependencyGroups.Add(new PackageDependencyGroup(NuGetFramework.Parse(Framework), DependsOn.Select(Dependency)));
            if (HasAssembly)
            {
                var source = (PluginId is null ? "" : $"[assembly: Plugin(\"{PluginId}\")] ")
                    + $"[assembly: System.Reflection.AssemblyVersion(\"{NuGetVersion.Parse(Version).Version}\")] " + Source;
                Add(builder, work, $"lib/{Framework}/{Id}.dll", File.ReadAllBytes(PluginCompiler.Compile(work, Id, source, References)));
            }
            foreach (var (path, content) in Files) Add(builder, work, path, content);
            if (builder.Files.Count == 0) Add(builder, work, "lib/net10.0/_._", []);
            Directory.CreateDirectory(directory);
            var file = Path.Combine(directory, $"{Id}.{Version}.nupkg");
            using var stream = File.Create(file);
            builder.Save(stream);
            return file;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static PackageDependency Dependency(string text)
    {
        var parts = text.Split(' ', 2);
        var range = VersionRange.Parse(parts.Length == 2 ? parts[1] : "1.0.0");
        return parts[0].EndsWith('!') ? new PackageDependency(parts[0][..^1], range, include: null, exclude: ["Runtime"]) : new PackageDependency(parts[0], range);
    }

    private static void Add(PackageBuilder builder, string work, string path, byte[] content)
    {
        // Some are read twice, which a stream could not be.
        var source = Path.Combine(work, $"file-{builder.Files.Count}");
        File.WriteAllBytes(source, content);
        builder.Files.Add(new PhysicalPackageFile { SourcePath = source, TargetPath = path });
    }
}
