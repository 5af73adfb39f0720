namespace PluginFramework.Core.Graph;

/// <summary>Tarjan's strongly connected components, without recursion: a chain of ten thousand plugins must not overflow the stack.</summary>
internal static class StronglyConnected
{
    /// <summary>The components, each after all it points to. Targets that are no keys are ignored.</summary>
    public static List<List<string>> In(Dictionary<string, List<string>> edges)
    {
        var components = new List<List<string>>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var low = new Dictionary<string, int>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        var isPending = new HashSet<string>(StringComparer.Ordinal);
        var walk = new Stack<(string Node, int Next)>();

        foreach (var root in edges.Keys.Order(StringComparer.Ordinal))
        {
            if (index.ContainsKey(root)) continue;
            Enter(root);
            while (walk.TryPop(out var step))
            {
                var (node, next) = step;
                var targets = edges[node];
                if (next < targets.Count)
                {
                    walk.Push((node, next + 1));
                    var target = targets[next];
                    if (!edges.ContainsKey(target)) continue;
                    if (!index.TryGetValue(target, out var seen)) Enter(target);
                    else if (isPending.Contains(target)) low[node] = Math.Min(low[node], seen);
                    continue;
                }

                if (low[node] == index[node]) components.Add(Close(node));
                if (walk.TryPeek(out var parent)) low[parent.Node] = Math.Min(low[parent.Node], low[node]);
            }
        }

        return components;

        void Enter(string node)
        {
            index[node] = low[node] = index.Count;
            pending.Push(node);
            isPending.Add(node);
            walk.Push((node, 0));
        }

        List<string> Close(string node)
        {
            var component = new List<string>();
            string member;
            do
            {
                member = pending.Pop();
                isPending.Remove(member);
                component.Add(member);
            }
            while (member != node);
            return component;
        }
    }

    /// <summary>A way round within a component, its first member again at the end.</summary>
    public static List<string> CycleIn(List<string> component, Dictionary<string, List<string>> edges)
    {
        var members = component.ToHashSet(StringComparer.Ordinal);
        var start = component.Min(StringComparer.Ordinal)!;
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var node))
        {
            foreach (var target in edges[node].Where(members.Contains))
            {
                if (target == start)
                {
                    var path = new List<string> { start };
                    for (var at = node; at != start; at = cameFrom[at]) path.Insert(0, at);
                    path.Insert(0, start);
                    return path;
                }

                if (cameFrom.TryAdd(target, node)) open.Enqueue(target);
            }
        }

        throw new ArgumentException("The members are not strongly connected.", nameof(component));
    }
}
