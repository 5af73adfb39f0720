using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Finds the documentation of symbols in the XML files beside assemblies and, for the runtime's own, in the reference packs of an SDK.</summary>
/// <remarks>Safe for use from any thread. It holds places in files, nothing of the assemblies.</remarks>
internal sealed class DocumentationLibrary
{
    /// <summary>How many files are kept; with the biggest of the runtime some 4 MiB.</summary>
    private const int MaxFiles = 24;

    /// <summary>Where the runtime's private assemblies are documented: under the names programs refer to.</summary>
    private static readonly string[] Facades = ["System.Runtime", "System.Collections", "System.Threading", "System.Memory", "System.Xml.ReaderWriter"];

    private const int MaxSummary = 500;
    private const int MaxSummaries = 2000;

    /// <summary>How far documentation is inherited, and from how many at most.</summary>
    private const int MaxInherited = 4;

    private static readonly string[] Packs = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"];

    private readonly Lock _lock = new(); // guards _files
    private readonly Dictionary<string, (DocumentationFile? File, DateTime WrittenAt)> _files = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<string>> _packs = new(FindPacks);
    private readonly ConcurrentDictionary<(Guid Module, string Id), string> _summaries = [];

    /// <summary>What is said of a symbol in short, as plain text. Kept, as the same are asked for with every key.</summary>
    public string Summary(ISymbol symbol, EntryAnalysis analysis)
    {
        if (Definition(symbol) is not { ContainingAssembly.Name: { } assembly } definition || !analysis.Live.TryGetValue(assembly, out var known)) return "";
        if (definition.GetDocumentationCommentId() is not { } id) return "";
        if (_summaries.TryGetValue((known.ModuleId, id), out var summary)) return summary;
        if (_summaries.Count >= MaxSummaries) _summaries.Clear();
        return _summaries[(known.ModuleId, id)] = DocumentationText.Of(Find(symbol, analysis)?.Element("summary"), MaxSummary);
    }

    /// <summary>What is said of a symbol, or of what it inherits that from.</summary>
    public XElement? Find(ISymbol symbol, EntryAnalysis analysis) => Find(Definition(symbol), analysis, MaxInherited);

    private XElement? Find(ISymbol symbol, EntryAnalysis analysis, int depth)
    {
        foreach (var candidate in Candidates(symbol).Take(MaxInherited))
        {
            if (Read(candidate, analysis.Live) is not { } found) continue;
            if (found.Element("inheritdoc") is not { } inherited) return found;
            if (depth > 0 && (string?)inherited.Attribute("cref") is { } id
                && DocumentationCommentId.GetFirstSymbolForDeclarationId(id, analysis.Model.Compilation) is { } other) return Find(other, analysis, depth - 1);
        }

        return null;
    }

    private XElement? Read(ISymbol symbol, ImmutableDictionary<string, LiveAssembly> live)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly?.Name is not { } assembly) return null;
        if (live.GetValueOrDefault(assembly)?.Documentation?.Find(id) is { } own) return own;
        return Paths(assembly, live).Select(path => Open(path)?.Find(id)).FirstOrDefault(found => found is not null);
    }

    private static ISymbol Definition(ISymbol symbol) => symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension.OriginalDefinition : symbol.OriginalDefinition;

    private static IEnumerable<ISymbol> Candidates(ISymbol symbol)
    {
        yield return symbol;
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };
        if (overridden is not null) yield return overridden.OriginalDefinition;
        if (symbol is not (IMethodSymbol or IPropertySymbol or IEventSymbol) || symbol.ContainingType is not { TypeKind: not TypeKind.Interface } type) yield break;
        foreach (var member in type.AllInterfaces.SelectMany(contract => contract.GetMembers(symbol.Name)))
        {
            if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol)) yield return member.OriginalDefinition;
        }
    }

    private IEnumerable<string> Paths(string assembly, ImmutableDictionary<string, LiveAssembly> live)
    {
        if (live.TryGetValue(assembly, out var known) && known.Location.Length > 0) yield return Path.ChangeExtension(known.Location, ".xml");
        var names = assembly.StartsWith("System.Private.", StringComparison.Ordinal) ? Facades : [assembly];
        foreach (var pack in _packs.Value)
        {
            foreach (var name in names) yield return Path.Combine(pack, name + ".xml");
        }
    }

    private DocumentationFile? Open(string path)
    {
        var writtenAt = File.GetLastWriteTimeUtc(path);
        lock (_lock)
        {
            if (_files.TryGetValue(path, out var known) && known.WrittenAt == writtenAt) return known.File;
            if (_files.Count >= MaxFiles && !_files.ContainsKey(path))
            {
                var files = _files.Where(pair => pair.Value.File is not null).Select(pair => pair.Key).ToArray();
                if (files.Length >= MaxFiles || _files.Count >= MaxFiles * 8) _files.Clear();
            }

            var file = DocumentationFile.Read(path);
            _files[path] = (file, writtenAt);
            return file;
        }
    }

    /// <summary>The reference packs that fit this runtime, where an SDK lies beside it.</summary>
    private static ImmutableArray<string> FindPacks()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        var packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs"));
        var version = $"{Environment.Version.Major}.";
        return
        [
            .. Packs
                .Select(name => Path.Combine(packs, name))
                .Where(Directory.Exists)
                .SelectMany(pack => Directory.EnumerateDirectories(pack, version + "*").OrderDescending(StringComparer.Ordinal).Take(1))
                .Select(pack => Path.Combine(pack, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}"))
                .Where(Directory.Exists),
        ];
    }
}
