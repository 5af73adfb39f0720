using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration;

/// <summary>What a <see cref="HostConfiguration"/> is read from, weakest first: presets, file, environment, command line.</summary>
public sealed record HostConfigurationSources
{
    /// <summary>The configuration file's name in the run directory.</summary>
    public const string FileName = "pluginhost.json";

    /// <summary>The configuration file. It need not exist unless <see cref="FileRequired"/>.</summary>
    public required string FilePath { get; init; }

    /// <summary>The file was asked for by name, so its absence is an error.</summary>
    public bool FileRequired { get; init; }

    /// <summary>What the application sets beneath the file, each <c>key.sub=value</c> as for <c>--set</c>.</summary>
    public ImmutableArray<string> Presets { get; init; } = [];

    /// <summary>The process's environment variables; those that begin with <c>PLUGINHOST__</c> count.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The values of <c>--set</c>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>The values of <c>--endpoint</c>.</summary>
    public ImmutableArray<string> Endpoints { get; init; } = [];

    /// <summary>The value of <c>--transport</c>.</summary>
    public string? Transport { get; init; }
}
