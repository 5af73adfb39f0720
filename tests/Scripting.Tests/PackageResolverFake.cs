using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Tests;

/// <summary>Feeds that have what a test puts there: the latest version wins, and what a package depends on comes along.</summary>
public sealed class PackageResolverFake : IPackageResolver
{
    private readonly Dictionary<string, List<(string Version, ResolvedAssembly Assembly, PackageRequest[] DependsOn)>> _packages = new(StringComparer.OrdinalIgnoreCase);

    public List<ImmutableArray<PackageRequest>> Asked { get; } = [];

    /// <summary>Completes when the answer may come.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public async Task<ImmutableArray<ResolvedPackage>> ResolveAsync(ImmutableArray<PackageRequest> packages, CancellationToken cancellationToken = default)
    {
        Asked.Add(packages);
        await Ready.WaitAsync(cancellationToken);
        var found = new Dictionary<string, ResolvedPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var request in packages) Add(request, found);
        return [.. found.Values];
    }

    /// <summary>Adds a package with one assembly of its name.</summary>
    public void Add(string id, string version, string code, string documentation = "", params PackageRequest[] dependsOn) => AddAssembly(
        id, version, new(id, Compile(id, code, dependsOn)) { Documentation = Encoding.UTF8.GetBytes(documentation) }, dependsOn);

    /// <summary>Adds a package with an assembly.</summary>
    public void AddAssembly(string id, string version, ResolvedAssembly assembly, params PackageRequest[] dependsOn)
    {
        if (!_packages.TryGetValue(id, out var versions)) _packages[id] = versions = [];
        versions.Add((version, assembly, dependsOn));
    }

    public byte[] Compile(string name, string code, params PackageRequest[] dependsOn)
    {
        var references = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0)
            .Select(assembly => (MetadataReference)MetadataReference.CreateFromFile(assembly.Location))
            .Concat(dependsOn.Select(request => MetadataReference.CreateFromImage([.. Find(request).Assembly.Image.Span])));
        var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        emitted.Success.ShouldBeTrue(string.Join("; ", emitted.Diagnostics));
        return image.ToArray();
    }

    private (string Version, ResolvedAssembly Assembly, PackageRequest[] DependsOn) Find(PackageRequest request)
    {
        if (!_packages.TryGetValue(request.Id, out var versions)) throw new PackageResolutionException($"There is no package {request.Id} (asked: fake).");
        return request.Version is { } version ? versions.Find(one => one.Version == version.Trim('[', ']')) : versions[^1];
    }

    private void Add(PackageRequest request, Dictionary<string, ResolvedPackage> found)
    {
        var (version, assembly, dependsOn) = Find(request);
        found[request.Id] = new(request.Id, version, "fake") { Assemblies = [assembly] };
        foreach (var other in dependsOn) Add(other, found);
    }
}
