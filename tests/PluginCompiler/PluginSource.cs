using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PluginFramework.TestUtilities;

/// <summary>A plugin assembly to be compiled for a test: real C#, a real file, against the real Contracts.</summary>
/// <param name="AssemblyName">The assembly's simple name; the file is that with <c>.dll</c>.</param>
/// <param name="Code">The C#; the usual namespaces are imported.</param>
public sealed record PluginSource(string AssemblyName, string Code)
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Composition; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Connections; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        global using PluginFramework.Plugins; global using PluginFramework.Network; global using PluginFramework.Identity;
        global using PluginFramework.Chat; global using PluginFramework.Prompt; global using PluginFramework.Web;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        """;

    private static readonly ImmutableArray<MetadataReference> HostReferences =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsForPlugins)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The plugin's version.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>The Contracts version stamped into it; <see langword="null"/>: none.</summary>
    public string? ContractsStamp { get; init; } = "1.0";

    /// <summary>The target framework it names.</summary>
    public string TargetFramework { get; init; } = ".NETCoreApp,Version=v10.0";

    /// <summary>More assemblies to compile against, by path.</summary>
    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>Compile against these in place of the running Contracts, by path; empty: against none.</summary>
    public string? ContractsPath { get; init; }

    /// <summary>A plugin with the assembly attribute written for it.</summary>
    public static PluginSource Plugin(string id, string code) => new(id, $"[assembly: Plugin(\"{id}\")]\n{code}");

    /// <summary>Compiles into a folder, which is made if need be.</summary>
    /// <returns>The path of the assembly.</returns>
    /// <exception cref="InvalidOperationException">It does not compile; the message lists the errors.</exception>
    public string CompileTo(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, AssemblyName + ".dll");
        File.WriteAllBytes(path, Compile());
        return path;
    }

    /// <summary>Compiles into memory.</summary>
    /// <inheritdoc cref="CompileTo" path="/exception"/>
    public byte[] Compile()
    {
        var assemblyVersion = Version.Split('-')[0];
        var attributes = $"""
            [assembly: System.Reflection.AssemblyVersion("{assemblyVersion}")]
            [assembly: System.Reflection.AssemblyInformationalVersion("{Version}")]
            [assembly: System.Runtime.Versioning.TargetFramework("{TargetFramework}")]
            """ + (ContractsStamp is null ? "" : $"[assembly: System.Reflection.AssemblyMetadata(\"PluginFramework.Contracts\", \"{ContractsStamp}\")]");
        var references = HostReferences.Where(reference => ContractsPath is null || !reference.Display!.EndsWith("PluginFramework.Contracts.dll", StringComparison.Ordinal))
            .Concat(References.Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)));
        if (ContractsPath is { Length: > 0 }) references = references.Append(MetadataReference.CreateFromFile(ContractsPath));
        var compilation = CSharpCompilation.Create(
            AssemblyName,
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(attributes), CSharpSyntaxTree.ParseText(Code)],
            references,
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>The shared framework and Contracts, and nothing of the host or the test.</summary>
    private static bool IsForPlugins(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return path.Contains("/shared/Microsoft.", StringComparison.Ordinal) || path.Contains(@"\shared\Microsoft.", StringComparison.Ordinal)
            || name is "PluginFramework.Contracts" or "System.Composition.AttributedModel";
    }
}
