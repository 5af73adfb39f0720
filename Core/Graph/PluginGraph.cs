using System.Collections.Immutable;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Graph;

/// <summary>Which plugins can run and what each is built with. Immutable; made by <see cref="GraphBuilder"/>.</summary>
/// <param name="Nodes">Every plugin found, by id and location.</param>
/// <param name="Order">The ready ones, providers before consumers.</param>
public sealed record PluginGraph(ImmutableArray<PluginNode> Nodes, ImmutableArray<PluginNode> Order)
{
    private readonly Lazy<ImmutableDictionary<string, PluginNode>> _ready = new(() => Order.ToImmutableDictionary(node => node.Id));

    /// <summary>A graph without plugins.</summary>
    public static PluginGraph Empty { get; } = new([], []);

    /// <summary>The ready plugin of that id, or <see langword="null"/>.</summary>
    public PluginNode? FindReady(string id) => _ready.Value.GetValueOrDefault(id);

    /// <summary>Whether a protocol is served by a plugin that an operator switched off.</summary>
    public bool IsSwitchedOff(string protocol) => Nodes.Any(node => node.Verdict?.State == PluginState.Disabled
        && node.Candidate.Manifest!.SharedExports.Any(export => export.Protocol == protocol));

    /// <summary>The plugins with these ids and all they are built with, transitively.</summary>
    public ImmutableHashSet<string> ClosureOf(IEnumerable<string> ids)
    {
        var closure = ImmutableHashSet.CreateBuilder<string>();
        var open = new Stack<string>(ids);
        while (open.TryPop(out var id))
        {
            if (FindReady(id) is not { } node || !closure.Add(id)) continue;
            foreach (var provider in node.Imports.SelectMany(import => import.Providers)) open.Push(provider);
        }

        return closure.ToImmutable();
    }
}
