namespace PluginFramework.Network;

/// <summary>An endpoint of the host. Plain data.</summary>
/// <param name="Protocol">The protocol served there.</param>
/// <param name="Address">The address as bound (with the port the system chose for port 0), or as asked for where binding failed.</param>
/// <param name="Error">Why it is not bound, and what to do; <see langword="null"/> when it is.</param>
/// <param name="Connections">How many connections are open on it.</param>
public sealed record EndpointStatus(string Protocol, string Address, string? Error, int Connections);
