using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Core.Generations;

/// <summary>
/// The numbered states of what is installed and configured. A change is staged as a whole, switched to in one step, watched until its
/// plugins are well, and undone by itself if they are not. Safe for use from any thread; changes are made one at a time.
/// </summary>
internal interface IGenerations
{
    /// <summary>The one in force.</summary>
    Generation Current { get; }

    /// <summary>Those kept, latest first.</summary>
    ImmutableArray<Generation> List();

    /// <summary>Makes a new, empty folder on the file system of the generations, to lay plugins out in. It is cleared away with a draft that fails.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    string CreateStagingDirectory();

    /// <summary>
    /// Makes a change the generation in force. In a running daemon it returns when the plugins it touches are well, or when it has been rolled
    /// back; elsewhere once it is on the disk, and the next start decides whether it stays.
    /// </summary>
    /// <exception cref="IOException">It could not be written; the generation in force is as it was.</exception>
    /// <exception cref="PluginFramework.Panels.PanelException">It was made of a configuration file that somebody has edited since.</exception>
    Task<GenerationOutcome> ApplyAsync(GenerationDraft draft, CancellationToken cancellationToken);

    /// <summary>Makes the content of an earlier generation the one in force, as a new generation.</summary>
    /// <param name="number">Which; <see langword="null"/>: the one before the one in force.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is switched.</param>
    /// <exception cref="PluginFramework.Panels.PanelException">It is not kept, or there is none before.</exception>
    Task<GenerationOutcome> RollbackAsync(int? number, Caller caller, CancellationToken cancellationToken);
}
