using System.Collections.Immutable;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Lifecycle;

/// <summary>A protocol that a plugin serves.</summary>
/// <param name="Protocol">Its name.</param>
/// <param name="DefaultEndpoints">Where it listens unless configured otherwise.</param>
/// <param name="Lease">The handler and its connections.</param>
internal sealed record ServedProtocol(string Protocol, ImmutableArray<string> DefaultEndpoints, HandlerLease Lease);
