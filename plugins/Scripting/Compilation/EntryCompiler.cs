using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Compiles entries against what is loaded in the process now. Safe for use from any thread.</summary>
internal sealed class EntryCompiler
{
    private const int MaxDiagnostics = 50;

    /// <summary>What is in scope from the start; the alias makes the console the entry's own.</summary>
    private const string Preamble = $"using Console = {nameof(PluginFramework)}.{nameof(Scripting)}.{nameof(Globals)}.{nameof(PromptConsole)};";

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        usings:
        [
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks",
            "PluginFramework.Chat", "PluginFramework.Identity", "PluginFramework.Network", "PluginFramework.Plugins", "PluginFramework.Prompt",
        ],
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        // A library built against an older version of another one binds to the newer that is loaded; in a running process that is no news.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    /// <summary>What the compiler says where a name is unknown.</summary>
    private static readonly ImmutableHashSet<string> UnknownName = ["CS0103", "CS0234", "CS0246", "CS0012", "CS1061", "CS1069"];

    /// <summary>What the compiler says where something in use is made of types of an assembly that is not loaded.</summary>
    private const string MissingReference = "CS0012";

    private readonly ReferenceCache _references = new();
    private readonly FrameworkIndex _framework = new();
    private long _count;

    /// <summary>Compiles an entry.</summary>
    /// <param name="code">The entry.</param>
    /// <param name="basis">What it may build on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public CompiledEntry Compile(string code, EntryBasis basis, CancellationToken cancellationToken)
    {
        var tree = Parse(code, cancellationToken);
        var root = tree.GetCompilationUnitRoot(cancellationToken);
        var live = Snapshot(basis);
        var compilation = Create(tree, basis, live);
        using var image = new MemoryStream();
        var problems = Emit(compilation, root, image, cancellationToken);
        if (problems.Any(problem => UnknownName.Contains(problem.Id)) && _framework.LoadDefining(EntrySyntax.Names(root), problems.Where(problem => problem.Id == MissingReference)))
        {
            live = Snapshot(basis);
            compilation = Create(tree, basis, live);
            problems = Emit(compilation, root, image, cancellationToken);
        }

        if (problems.Any(problem => problem.Severity == DiagnosticSeverity.Error)) return new CompiledEntry.Failed(Describe(problems, basis));
        return image.Length == 0
            ? new CompiledEntry.Succeeded(compilation, null, IsSelfContained: true, live) { Declares = EntrySyntax.Declares(root) }
            : Weave(compilation, tree, image, live, cancellationToken);
    }

    /// <summary>A compilation to ask questions of, not to run.</summary>
    public EntryAnalysis Analyze(string code, EntryBasis basis, CancellationToken cancellationToken)
    {
        var tree = Parse(code, cancellationToken);
        var live = Snapshot(basis);
        return new(Create(tree, basis, live).GetSemanticModel(tree), live);
    }

    /// <summary>The documentation of what entries may use.</summary>
    public DocumentationLibrary Documentation { get; } = new();

    private static SyntaxTree Parse(string code, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code), EntrySyntax.ParseOptions, cancellationToken: cancellationToken);

    private static ImmutableDictionary<string, LiveAssembly> Snapshot(EntryBasis basis) => LiveAssemblies.Snapshot().SetItems(basis.Packages.Live);

    private CSharpCompilation Create(SyntaxTree tree, EntryBasis basis, ImmutableDictionary<string, LiveAssembly> live)
    {
        var references = _references.Get(live, basis.Packages);
        var previous = basis.Previous ?? CSharpCompilation.CreateScriptCompilation(
            NextName(), Parse(Preamble, CancellationToken.None), references, Options, null, typeof(object), typeof(PromptGlobals));
        return CSharpCompilation.CreateScriptCompilation(NextName(), tree, references, Options, previous, typeof(object), typeof(PromptGlobals));
    }

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"PromptEntry{Interlocked.Increment(ref _count)}");

    /// <summary>Compiles to code, except usings and comments, which the compiler makes no code of.</summary>
    private static ImmutableArray<Diagnostic> Emit(
        CSharpCompilation compilation, CompilationUnitSyntax root, MemoryStream image, CancellationToken cancellationToken)
    {
        if (root.Members.Count == 0) return compilation.GetDiagnostics(cancellationToken);
        image.SetLength(0);
        return compilation.Emit(image, cancellationToken: cancellationToken).Diagnostics;
    }

    private static CompiledEntry.Succeeded Weave(
        CSharpCompilation compilation, SyntaxTree tree, MemoryStream image, ImmutableDictionary<string, LiveAssembly> live, CancellationToken cancellationToken)
    {
        var root = tree.GetCompilationUnitRoot(cancellationToken);
        image.Position = 0;
        var woven = GuardWeaver.Weave(image);
        return new CompiledEntry.Succeeded(compilation, woven.Image, woven.IsSelfContained, live)
        {
            Declares = EntrySyntax.Declares(root),
            HasValue = EntrySyntax.HasValue(root, compilation.GetSemanticModel(tree), cancellationToken),
            FactoryType = compilation.GetEntryPoint(cancellationToken)?.ContainingType.MetadataName
                ?? throw new InvalidOperationException("The compiler gave an entry without a beginning."),
        };
    }

    private static ImmutableArray<PromptDiagnostic> Describe(IEnumerable<Diagnostic> diagnostics, EntryBasis basis) =>
    [
        .. diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .OrderByDescending(diagnostic => diagnostic.Severity)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Take(MaxDiagnostics)
            .Select(diagnostic => Describe(diagnostic, basis)),
    ];

    private static PromptDiagnostic Describe(Diagnostic diagnostic, EntryBasis basis)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        return new PromptDiagnostic(
            diagnostic.Id,
            diagnostic.Severity == DiagnosticSeverity.Error,
            start.Line + 1,
            start.Character + 1,
            MessageOf(diagnostic, basis)) { Length = diagnostic.Location.SourceSpan.Length };
    }

    private static string MessageOf(Diagnostic diagnostic, EntryBasis basis)
    {
        if (!basis.LetGo.IsEmpty && UnknownName.Contains(diagnostic.Id) && diagnostic.Location.SourceTree?.GetText() is { } text)
        {
            var name = text.ToString(diagnostic.Location.SourceSpan);
            if (basis.LetGo.TryGetValue(name, out var reason)) return $"'{name}' was let go: {reason}";
        }

        return diagnostic.GetMessage(CultureInfo.InvariantCulture);
    }
}
