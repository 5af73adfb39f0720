using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Startup;

/// <summary>A host whose configuration can be seen and changed. Safe for use from any thread.</summary>
internal interface IConfigurableHost
{
    /// <summary>What is in force.</summary>
    HostConfiguration Configuration { get; }

    /// <summary>What it was made with.</summary>
    HostConfiguration ConfigurationAtStart { get; }

    /// <summary>Where the configuration comes from; <see langword="null"/>: from nowhere that could be changed.</summary>
    HostConfigurationSources? Sources { get; }

    /// <summary>What a change goes through; <see langword="null"/>: it is written to the file and taken from there.</summary>
    IGenerations? Generations => null;

    /// <summary>Where the plugins found would listen.</summary>
    ImmutableArray<EndpointAddress> ExpectedEndpoints { get; }

    /// <summary>What can be configured of each plugin found.</summary>
    ImmutableArray<OptionsSchema> DescribeOptions();

    /// <summary>What is wrong with the options of plugins that run or could, a sentence each with its place.</summary>
    /// <param name="configuration">Where they come from.</param>
    /// <param name="isMeant">Whether to look at a plugin, by its id.</param>
    IEnumerable<string> FindOptionProblems(HostConfiguration configuration, Func<string, bool> isMeant);

    /// <summary>Reads the file again, and returns when what it says is in force. False when it is as before, or refused as the log says.</summary>
    Task<bool> TakeConfigurationAsync(CancellationToken cancellationToken);
}
