namespace PluginFramework.Core.Network;

/// <summary>How draining connections ended.</summary>
/// <param name="Finished">Connections that ended by themselves before the deadline.</param>
/// <param name="Aborted">Connections aborted at the deadline.</param>
/// <param name="Stuck">
/// Of those aborted, the ones whose handler had not returned even a second later. The host has let go of them; until they return, the
/// plugin's own code may keep it loaded.
/// </param>
public readonly record struct DrainResult(int Finished, int Aborted, int Stuck);
