namespace PluginFramework.Core.Startup;

/// <summary>A transport to choose with <c>--transport</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is good for, in a sentence.</param>
public sealed record TransportInfo(string Name, string? Summary);
