using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Generations;

/// <summary>A change to be made the next generation.</summary>
/// <param name="Summary">What it changes, in a sentence.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record GenerationDraft(string Summary, Caller Caller)
{
    /// <summary>The plugins that are to be installed from feeds afterwards; <see langword="null"/>: as they are.</summary>
    public PluginLockFile? Lock { get; init; }

    /// <summary>
    /// A folder of <see cref="IGenerations.CreateStagingDirectory"/> with a folder for each plugin laid out for it, named for the plugin's id, on the disk
    /// already; <see langword="null"/>: none is new.
    /// </summary>
    public string? StagedPlugins { get; init; }

    /// <summary>The ids of the plugins that will wait for something, as was foretold to whoever asks; <see langword="null"/>: those that do already.</summary>
    public ImmutableArray<string>? Waiting { get; init; }

    /// <summary>What the configuration file is to hold, checked already; <see langword="null"/>: what it does.</summary>
    public byte[]? Configuration { get; init; }

    /// <summary>
    /// What the configuration file held when <see cref="Configuration"/> was made of it: where somebody has edited it since, the change is refused rather
    /// than their edit lost. <see langword="null"/>: it was not made of the file.
    /// </summary>
    public byte[]? ConfigurationBefore { get; init; }
}
