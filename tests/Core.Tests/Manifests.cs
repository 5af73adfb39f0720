using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Tests;

/// <summary>Writes plugins down in a line: <c>Plugin("irc", "one chat", "live bot", "exports server 5", "serves irc 5")</c>.</summary>
internal static class Manifests
{
    public static ContractKey Contract(string name) => new($"Test.I{name}", "Test.Contracts");

    public static PluginCandidate Plugin(string id, params string[] lines) => PluginOf(id, "hash-" + id, lines);

    public static PluginCandidate PluginOf(string id, string hash, params string[] lines)
    {
        var words = lines.Select(line => line.Split(' ')).ToLookup(words => words[0] is "exports" or "serves");
        var imports = words[false].Select(word =>
            new ManifestImport(Contract(word[1]), Enum.Parse<ImportCardinality>(word[0], ignoreCase: true), $"Test.{id}({word[1]})"));
        var exports = words[true].Select(word =>
        {
            var metadata = word.Length > 2 ? ImmutableDictionary<string, object?>.Empty.Add("Rank", int.Parse(word[2])) : ImmutableDictionary<string, object?>.Empty;
            return word[0] == "exports"
                ? new ManifestExport(Contract(word[1]), metadata) { IsShared = true }
                : new ManifestExport(Contract("Handler"), metadata.Add("Protocol", word[1])) { IsShared = true };
        });
        return new($"/plugins/{id}", hash, "/store/" + hash, new(id, "1.0.0", id + ".dll") { Parts = [new("Test." + id, [.. exports], [.. imports])] }, null);
    }

    public static PluginGraph GraphOf(params PluginCandidate[] candidates) => GraphBuilder.Build(new() { Candidates = [.. candidates] });

    public static PluginNode Node(this PluginGraph graph, string id) => graph.Nodes.First(node => node.Id == id);

    public static string[] Ids(this IEnumerable<PluginNode> nodes) => [.. nodes.Select(node => node.Id)];
}
