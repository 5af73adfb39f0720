namespace PluginFramework.Panels;

/// <summary>What leads from one thing in a graph to another.</summary>
/// <param name="From">The node it begins at.</param>
/// <param name="To">The node it leads to.</param>
/// <param name="Label">What it is.</param>
public sealed record ViewEdge(string From, string To, string Label);
