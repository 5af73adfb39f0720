namespace PluginFramework.Loader.Discovery;

/// <summary>What reading a drop gave.</summary>
internal abstract record SourceReading
{
    /// <summary>A plugin, or something that claims to be one and cannot be read.</summary>
    public sealed record Found(PluginCandidate Candidate) : SourceReading;

    /// <summary>Not whole yet; if it stays so, the problem is what to say of it.</summary>
    public sealed record Incomplete(string Problem) : SourceReading;

    /// <summary>No plugin: a dependency of others.</summary>
    public sealed record Nothing : SourceReading;

    /// <summary>It changed while it was read.</summary>
    public sealed record Changing : SourceReading;
}
