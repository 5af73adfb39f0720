using PluginFramework.Plugins;

namespace PluginFramework.Core.Graph;

/// <summary>Why a plugin does not run.</summary>
/// <param name="State">The state it is in instead.</param>
/// <param name="Reason">A sentence.</param>
public sealed record Verdict(PluginState State, string Reason);
