using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Views;

/// <summary>
/// Places the nodes of a graph in layers, left to right: each node right of whatever leads to it. Edges that would close a cycle are drawn backwards. Within a
/// layer nodes stand near what they are connected to (the barycentre heuristic).
/// </summary>
internal sealed class GraphLayout
{
    public const int NodeHeight = 34, RowGap = 14, LayerGap = 72, Margin = 10;

    private const int Sweeps = 6, BendHeight = 4;

    private readonly Dictionary<string, int> _layers = new(StringComparer.Ordinal);
    private readonly List<(string From, string To)> _links = [];
    private readonly Dictionary<(string From, string To), ImmutableArray<string>> _bends = [];
    private readonly HashSet<string> _bendIds = new(StringComparer.Ordinal);

    private GraphLayout(ImmutableArray<ViewNode> nodes) => Nodes = nodes;

    public readonly record struct Place(int X, int Y, int Width)
    {
        public int Height { get; init; } = NodeHeight;

        public int Middle => Y + (Height / 2);
    }

    public ImmutableArray<ViewNode> Nodes { get; }

    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Where an edge passes the layers between its ends, in the order of the layers; empty where there are none.</summary>
    public ImmutableArray<Place> BendsOf(string from, string to) =>
        [.. (_bends.TryGetValue((from, to), out var bends) || _bends.TryGetValue((to, from), out bends) ? bends : []).Select(bend => Places[bend])];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public static GraphLayout Of(ImmutableArray<ViewNode> nodes, ImmutableArray<ViewEdge> edges)
    {
        var layout = new GraphLayout([.. nodes.DistinctBy(node => node.Id)]);
        layout.BreakCycles(edges);
        layout.AssignLayers();
        layout.MakeBends();
        layout.PlaceNodes(layout.OrderLayers());
        return layout;
    }

    private void BreakCycles(ImmutableArray<ViewEdge> edges)
    {
        var known = Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        var next = edges.Where(edge => edge.From != edge.To && known.Contains(edge.From) && known.Contains(edge.To))
            .Select(edge => (edge.From, edge.To)).Distinct().ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        var done = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var root in Nodes)
        {
            if (!done.TryAdd(root.Id, false)) continue;
            var path = new Stack<(string Node, IEnumerator<string> Next)>([(root.Id, next[root.Id].GetEnumerator())]);
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    done[top.Node] = true;
                    path.Pop().Next.Dispose();
                    continue;
                }

                var to = top.Next.Current;
                // On the path already: turned round, it closes no cycle.
                var isBack = done.TryGetValue(to, out var isDone) && !isDone;
                _links.Add(isBack ? (to, top.Node) : (top.Node, to));
                if (done.TryAdd(to, false)) path.Push((to, next[to].GetEnumerator()));
            }
        }
    }

    /// <summary>The longest way to a node says its layer.</summary>
    private void AssignLayers()
    {
        var waiting = Nodes.ToDictionary(node => node.Id, _ => 0, StringComparer.Ordinal);
        foreach (var (_, to) in _links) waiting[to]++;
        var outgoing = _links.ToLookup(link => link.From, link => link.To, StringComparer.Ordinal);
        var ready = new Queue<string>(Nodes.Where(node => waiting[node.Id] == 0).Select(node => node.Id));
        foreach (var node in Nodes) _layers[node.Id] = 0;
        while (ready.TryDequeue(out var node))
        {
            foreach (var to in outgoing[node])
            {
                _layers[to] = Math.Max(_layers[to], _layers[node] + 1);
                if (--waiting[to] == 0) ready.Enqueue(to);
            }
        }
    }

    /// <summary>An edge over several layers gets a place in each between, so that it passes beside what stands there.</summary>
    private void MakeBends()
    {
        var prefix = "bend ";
        while (Nodes.Any(node => node.Id.StartsWith(prefix, StringComparison.Ordinal))) prefix += " ";
        foreach (var (from, to) in _links.Distinct().ToList())
        {
            if (_layers[to] - _layers[from] < 2) continue;
            _links.Remove((from, to));
            var bends = ImmutableArray.CreateBuilder<string>();
            var last = from;
            for (var layer = _layers[from] + 1; layer < _layers[to]; layer++)
            {
                var bend = $"{prefix}{_bends.Count}.{layer}";
                _bendIds.Add(bend);
                _layers[bend] = layer;
                _links.Add((last, bend));
                bends.Add(last = bend);
            }

            _links.Add((last, to));
            _bends[(from, to)] = bends.ToImmutable();
        }
    }

    private List<List<string>> OrderLayers()
    {
        // What is connected with nothing stands last, so that it is in nobody's way.
        var connected = _links.SelectMany(link => (string[])[link.From, link.To]).ToHashSet(StringComparer.Ordinal);
        var layers = Nodes.Select(node => node.Id).Concat(_bends.Values.SelectMany(bends => bends)).GroupBy(id => _layers[id]).OrderBy(layer => layer.Key)
            .Select(layer => layer.OrderBy(id => connected.Contains(id) ? 0 : 1).ToList()).ToList();
        var neighbours = _links.Concat(_links.Select(link => (From: link.To, To: link.From))).ToLookup(link => link.From, link => link.To, StringComparer.Ordinal);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isForward = sweep % 2 == 0;
            foreach (var index in isForward ? Enumerable.Range(0, layers.Count) : Enumerable.Range(0, layers.Count).Reverse())
            {
                var positions = layers.SelectMany(layer => layer.Index().Select(entry => (entry.Item, Share: (entry.Index + 0.5) / layer.Count)))
                    .ToDictionary(entry => entry.Item, entry => entry.Share, StringComparer.Ordinal);
                layers[index] =
                [
                    .. layers[index].OrderBy(id => neighbours[id].Where(other => isForward ? _layers[other] < index : _layers[other] > index)
                        .Select(other => positions[other]).DefaultIfEmpty(positions[id]).Average()),
                ];
            }
        }

        return layers;
    }

    private void PlaceNodes(List<List<string>> layers)
    {
        var labels = Nodes.ToDictionary(node => node.Id, node => node.Label ?? "", StringComparer.Ordinal);
        Height = layers.Select(layer => Extent(layer)).DefaultIfEmpty(0).Max() + (2 * Margin);
        var x = Margin;
        foreach (var layer in layers)
        {
            var width = layer.Max(id => labels.TryGetValue(id, out var label) ? WidthOf(label) : 0);
            var y = (Height - Extent(layer)) / 2;
            foreach (var id in layer)
            {
                Places[id] = new(x, y, width) { Height = HeightOf(id) };
                y += HeightOf(id) + RowGap;
            }

            x += width + LayerGap;
        }

        Width = Math.Max(2 * Margin, x - LayerGap + Margin);
    }

    private int Extent(List<string> layer) => layer.Sum(HeightOf) + ((layer.Count - 1) * RowGap);

    private int HeightOf(string id) => _bendIds.Contains(id) ? BendHeight : NodeHeight;

    /// <summary>There is nothing to measure text with here; this is what the widest common letters take.</summary>
    private static int WidthOf(string label) => Math.Clamp(label.Length * 8, 48, GraphView.MaxLabel * 8) + 36;
}
