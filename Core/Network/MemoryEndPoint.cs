using System.Net;

namespace PluginFramework.Core.Network;

/// <summary>An endpoint inside this process.</summary>
/// <param name="name">Its name.</param>
public sealed class MemoryEndPoint(string name) : EndPoint
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MemoryEndPoint other && other.Name == name;

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "memory:" + name;
}
