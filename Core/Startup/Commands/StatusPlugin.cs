namespace PluginFramework.Core.Startup.Commands;

/// <summary>A plugin in <see cref="StatusDocument"/>.</summary>
internal sealed record StatusPlugin(string Id, string Version, string State, string? Reason);
