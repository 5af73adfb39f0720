using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Logging;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Startup;

/// <summary>What a host is made with.</summary>
/// <param name="RunDirectory">Where all that the daemon writes goes; exists, absolute.</param>
/// <param name="PluginDirectories">Where plugins are looked for, absolute, in order; some may not exist.</param>
/// <param name="Configuration">The configuration at the start.</param>
public sealed record PluginHostSettings(string RunDirectory, ImmutableArray<string> PluginDirectories, HostConfiguration Configuration)
{
    /// <summary>Where <see cref="Configuration"/> came from, to read it again when the file changes.</summary>
    public HostConfigurationSources? Sources { get; init; }

    /// <summary>
    /// The full names of contract types a command needs: only plugins that export them, and what those import, are started.
    /// Empty: nothing is started and all is listed. <see langword="null"/>: everything.
    /// </summary>
    public ImmutableArray<string>? Only { get; init; }

    /// <summary>The one of <see cref="PluginDirectories"/> that came with the program: a plugin installed from a feed takes the place of one there.</summary>
    public string? ProgramPlugins { get; init; }

    /// <summary>Where changes of what is installed and configured are made; <see langword="null"/>: in the run directory.</summary>
    internal IGenerations? Generations { get; init; }

    /// <summary>Bind no endpoint.</summary>
    public bool NoListen { get; init; }

    /// <summary>Watch the plugin directories and the configuration file.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>
    /// Called once by the start, when all plugins have been found and before any code of theirs runs, with the addresses they are to listen on.
    /// </summary>
    internal Action<ImmutableArray<EndpointAddress>>? BeforePlugins { get; init; }

    /// <summary>Sockets bound already; <see langword="null"/>: none.</summary>
    internal ReservedSockets? Reserved { get; init; }

    /// <summary>To be called when a changed configuration has been taken, for what the host does not own: the log's levels.</summary>
    public Action<HostConfiguration>? ConfigurationTaken { get; init; }

    /// <summary>The latest entries of the log, to be shown; <see langword="null"/>: nobody keeps them.</summary>
    internal LogHistory? LogHistory { get; init; }

    /// <summary>Says what of the configuration has no effect, a sentence each; <see langword="null"/>: nobody knows.</summary>
    internal Func<ImmutableArray<string>>? Advice { get; init; }
}
