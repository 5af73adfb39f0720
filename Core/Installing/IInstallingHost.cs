using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;

namespace PluginFramework.Core.Installing;

/// <summary>A host whose plugins can be installed and removed. Safe for use from any thread.</summary>
internal interface IInstallingHost : ICompositionView
{
    /// <summary>What changes go through; <see langword="null"/>: none can be made.</summary>
    IGenerations? Generations { get; }

    /// <summary>Where the configuration comes from; <see langword="null"/>: from no file.</summary>
    HostConfigurationSources? Sources { get; }

    /// <summary>The configuration in force.</summary>
    HostConfiguration Configuration { get; }

    /// <summary>Where what the host writes goes.</summary>
    string RunDirectory { get; }

    /// <summary>The clock.</summary>
    TimeProvider TimeProvider { get; }
}
