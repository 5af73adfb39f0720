using PluginFramework.Identity;

namespace PluginFramework.Network;

/// <summary>A connection, as of the moment it was asked for. Plain data.</summary>
/// <param name="Id">Its id in the log.</param>
/// <param name="Protocol">The protocol served.</param>
/// <param name="Since">When it was accepted.</param>
public sealed record OpenConnection(string Id, string Protocol, DateTimeOffset Since)
{
    /// <summary>Who uses it; <see langword="null"/> before the login.</summary>
    public Principal? Principal { get; init; }

    /// <summary>The client's address without its port; <see langword="null"/> where it has none.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>TLS protects it, or its protocol does by itself.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What it is encrypted with (<see cref="IConnectionSecurityFeature.Cipher"/>); <see langword="null"/>: it is not.</summary>
    public string? Cipher { get; init; }
}
