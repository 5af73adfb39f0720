using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Support;

/// <summary>Compiles plugins for tests, against the reference assemblies an author would compile against.</summary>
internal static class PluginCompiler
{
    public const string Usings = """
        using System; using System.Collections.Generic; using System.Composition; using System.Threading; using System.Threading.Tasks;
        using PluginFramework.Plugins; using PluginFramework.Network; using Microsoft.AspNetCore.Connections;
        """;

    public static readonly string ContractsPath = typeof(PluginAttribute).Assembly.Location;
    public static readonly string ModelPath = typeof(System.Composition.ExportAttribute).Assembly.Location;

    private static readonly MetadataReference[] Framework = [.. FrameworkFiles().Select(path => MetadataReference.CreateFromFile(path))];
    private static readonly MetadataReference[] Host = [MetadataReference.CreateFromFile(ContractsPath), MetadataReference.CreateFromFile(ModelPath)];

    /// <summary>Compiles into <c>directory/name.dll</c> and returns that path.</summary>
    public static string Compile(string directory, string name, string source, params string[] references) =>
        Compile(directory, name, source, isBare: false, references);

    /// <param name="isBare">Without the host's Contracts, which <paramref name="references"/> then bring.</param>
    public static string Compile(string directory, string name, string source, bool isBare, params string[] references)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, name + ".dll");
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true, allowUnsafe: true,
            optimizationLevel: OptimizationLevel.Release);
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(Usings + source, cancellationToken: TestContext.Current.CancellationToken)],
            [.. Framework, .. isBare ? [] : Host, .. references.Select(reference => MetadataReference.CreateFromFile(reference))], options);
        var result = compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        result.Success.ShouldBeTrue(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return path;
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(runtime, "../../../packs"));
        string[] names = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"];
        string[] folders = [.. names.Select(name => Path.Combine(packs, name)).Where(Directory.Exists)
            .Select(pack => Directory.GetDirectories(pack).OrderDescending().First()).Select(version => Path.Combine(version, "ref/net10.0"))];
        if (folders.Length < names.Length)
            folders = [runtime, Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Connections.ConnectionContext).Assembly.Location)!];
        return folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll")).Where(IsManaged);
    }

    private static bool IsManaged(string path)
    {
        using var image = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return image.HasMetadata;
    }
}
