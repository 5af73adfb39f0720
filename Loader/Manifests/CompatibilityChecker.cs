using System.Collections.Immutable;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Says before anything is loaded why a plugin cannot run in this host. Safe for use from any thread.</summary>
public static class CompatibilityChecker
{
    /// <summary>What stands against loading it, a sentence each; empty when nothing does.</summary>
    /// <param name="directory">The folder with the plugin's files.</param>
    /// <param name="mainAssemblyFile">The file name of its main assembly within it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImmutableArray<string> Check(string directory, string mainAssemblyFile)
    {
        using var folder = new PluginFolder(directory);
        return Check(folder, mainAssemblyFile);
    }

    internal static ImmutableArray<string> Check(PluginFolder folder, string mainAssemblyFile)
    {
        try
        {
            var problems = ImmutableArray.CreateBuilder<string>();
            var main = folder.Open(mainAssemblyFile);
            AddTargetFramework(main, problems);
            AddPrivateCopies(folder, problems);

            var stamp = ManifestReader.StampOf(main);
            var isNewer = stamp > HostAssemblies.ContractsVersion;
            var missing = FindMissing(folder, main, problems);
            missing.TryGetValue(HostAssemblies.Contracts, out var contracts);
            if (isNewer)
            {
                problems.Add($"{main.Name} needs Contracts {stamp}{(contracts is null ? "" : $" ({Names(contracts)})")}, "
                    + $"this host has {HostAssemblies.ContractsVersion}; update the host, or build the plugin with an older Contracts package.");
            }
            foreach (var (assembly, members) in missing)
            {
                if (isNewer && assembly == HostAssemblies.Contracts) continue;
                problems.Add(assembly switch
                {
                    HostAssemblies.Contracts => $"{main.Name} needs {Names(members)}, which this host's Contracts {HostAssemblies.ContractsVersion} "
                        + "lacks; update the host, or build the plugin with an older Contracts package.",
                    _ when HostAssemblies.IsUnified(assembly) => $"{main.Name} needs {Names(members)}, which this host's {assembly} "
                        + $"{HostAssemblies.VersionOf(assembly)} lacks; update the host, or build the plugin with an older package.",
                    _ => $"{main.Name} needs {Names(members)}, which the {assembly} in its own folder lacks; publish the plugin afresh.",
                });
            }
            return problems.ToImmutable();
        }
        catch (BadImageFormatException exception)
        {
            return [exception.Message];
        }
    }

    private static void AddTargetFramework(ImageFile main, ImmutableArray<string>.Builder problems)
    {
        // ".NETCoreApp,Version=v10.0"
        if (main.AssemblyAttributeText("System.Runtime.Versioning.TargetFrameworkAttribute")?.Split(",Version=v") is not [var framework, var text]
            || !Version.TryParse(text, out var version)) return;
        var host = new Version(Environment.Version.Major, Environment.Version.Minor);
        if (framework == ".NETFramework")
            problems.Add($"{main.FileName} was built for .NET Framework {version}; build it for .NET {host}.");
        else if (framework == ".NETCoreApp" && version > host)
            problems.Add($"{main.FileName} was built for .NET {version}, this host runs on .NET {host}; build it for that, or update the host's runtime.");
    }

    // A copy of what the host provides is passed over in favour of the host's, so only one that could not stand in for it matters.
    private static void AddPrivateCopies(PluginFolder folder, ImmutableArray<string>.Builder problems)
    {
        if (folder.Find(HostAssemblies.Contracts) is { } contracts && contracts.Version.Major != HostAssemblies.ContractsVersion.Major)
        {
            problems.Add($"The folder holds its own copy of {HostAssemblies.Contracts}, of major version {contracts.Version.Major}; "
                + $"this host has {HostAssemblies.ContractsVersion}. Build the plugin against that version.");
        }
        if (folder.Find(HostAssemblies.AttributedModel) is { } model
            && HostAssemblies.VersionOf(HostAssemblies.AttributedModel) is { } host && model.Version.Major > host.Major)
        {
            problems.Add($"The folder holds its own copy of {HostAssemblies.AttributedModel}, {model.Version}; this host has {host}, whose attributes "
                + "are the only ones it sees. Build the plugin with that version.");
        }
    }

    private static Dictionary<string, List<string>> FindMissing(PluginFolder folder, ImageFile main, ImmutableArray<string>.Builder problems)
    {
        var hasDependencyFile = folder.FileNames.Contains(Path.ChangeExtension(main.FileName, ".deps.json"));
        var checker = new MemberChecker(folder);
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { main.Name };
        var queue = new Queue<ImageFile>([main]);
        while (queue.TryDequeue(out var file))
        {
            var sharesTypes = false;
            foreach (var (name, version) in file.References())
            {
                if (AddContractsMajor(file, name, version, problems)) return all;
                sharesTypes |= HostAssemblies.IsUnified(name) || folder.IsSharedContract(name);
                if (folder.Find(name) is { } dependency)
                {
                    if (!HostAssemblies.Provides(name) && seen.Add(name)) queue.Enqueue(dependency);
                }
                else if (HostAssemblies.Provides(name))
                {
                    if (!HostAssemblies.IsUnified(name) && version > HostAssemblies.VersionOf(name))
                        problems.Add($"{file.FileName} needs {name} {version}, this host has {HostAssemblies.VersionOf(name)}; publish the plugin with its own copy.");
                }
                // What a package references and its own package leaves out, as its dependency file shows, is not needed to run.
                else if ((file == main || !hasDependencyFile) && seen.Add(name) && !folder.HasForPlatform(name))
                {
                    problems.Add($"{file.FileName} needs {name} {version}, which is neither in its folder nor provided by the host; "
                        + "drop the plugin's published output (dotnet publish) as a folder.");
                }
            }
            if (!sharesTypes) continue;
            foreach (var (assembly, members) in checker.FindMissing(file))
            {
                if (!all.TryAdd(assembly, members)) all[assembly] = [.. all[assembly].Union(members)];
            }
        }
        return all;
    }

    private static bool AddContractsMajor(ImageFile file, string name, Version version, ImmutableArray<string>.Builder problems)
    {
        if (name != HostAssemblies.Contracts || version.Major == HostAssemblies.ContractsVersion.Major) return false;
        problems.Add($"{file.FileName} was built against Contracts {version.Major}.x, this host has {HostAssemblies.ContractsVersion}; "
            + $"build it against Contracts {HostAssemblies.ContractsVersion.Major}.x.");
        return true;
    }

    private static string Names(List<string> members)
    {
        const int shown = 3;
        var text = string.Join(", ", members.Take(shown).Select(member => $"`{member}`"));
        return members.Count > shown ? $"{text} and {members.Count - shown} more" : text;
    }
}
