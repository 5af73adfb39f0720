namespace PluginFramework.TestUtilities;

/// <summary>Something that takes octets from a stranger. It may refuse them as it sees fit; whatever it throws is a fault.</summary>
/// <param name="Name">Its name, of letters, digits and hyphens.</param>
/// <param name="Run">Takes the octets; called over and over in one process.</param>
/// <param name="Seeds">Good inputs, to begin with.</param>
public sealed record FuzzTarget(string Name, Action<byte[]> Run, IReadOnlyList<byte[]> Seeds);
