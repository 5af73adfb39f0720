using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>A key that may be set, with its place. Plain data.</summary>
/// <param name="Path">Its names.</param>
/// <param name="Schema">What may be set there.</param>
/// <param name="Owner">The plugin's id, or <c>host</c>.</param>
internal sealed record KnownKey(ImmutableArray<string> Path, OptionSchema Schema, string Owner)
{
    /// <summary>The owner of keys that are no plugin's.</summary>
    public const string Host = "host";

    /// <summary>As it is written: <c>plugins:irc:serverName</c>.</summary>
    public string Name { get; } = string.Join(':', Path);
}
