using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Tests;

/// <summary>Writes plugins down in a line: <c>Plugin("irc", "one chat", "live bot", "exports server")</c>.</summary>
internal static class Manifests
{
    public static ContractKey Contract(string name) => new($"Test.I{name}", "Test.Contracts");

    public static PluginCandidate Plugin(string id, params string[] lines) => PluginOf(id, "hash-" + id, lines);

    public static PluginCandidate PluginOf(string id, string hash, params string[] lines)
    {
        var imports = lines.Where(line => !line.StartsWith("exports", StringComparison.Ordinal)).Select(line =>
        {
            var words = line.Split(' ');
            return new ManifestImport(Contract(words[1]), Enum.Parse<ImportCardinality>(words[0], ignoreCase: true), $"Test.{id}({words[1]})");
        });
        var exports = lines.Where(line => line.StartsWith("exports", StringComparison.Ordinal)).Select(line =>
        {
            var words = line.Split(' ');
            var metadata = words.Length > 2 ? ImmutableDictionary<string, object?>.Empty.Add("Rank", int.Parse(words[2])) : ImmutableDictionary<string, object?>.Empty;
            return new ManifestExport(Contract(words[1]), metadata) { IsShared = true };
        });
        return new($"/plugins/{id}", hash, "/store/" + hash, new(id, "1.0.0", id + ".dll") { Parts = [new("Test." + id, [.. exports], [.. imports])] }, null);
    }

    public static PluginGraph GraphOf(params PluginCandidate[] candidates) => GraphBuilder.Build(new() { Candidates = [.. candidates] });

    public static PluginNode Node(this PluginGraph graph, string id) => graph.Nodes.First(node => node.Id == id);

    public static string[] Ids(this IEnumerable<PluginNode> nodes) => [.. nodes.Select(node => node.Id)];
}
