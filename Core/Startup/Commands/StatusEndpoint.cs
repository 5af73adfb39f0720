namespace PluginFramework.Core.Startup.Commands;

/// <summary>An endpoint that is bound, in <see cref="StatusDocument"/>.</summary>
internal sealed record StatusEndpoint(string Protocol, string Address);
