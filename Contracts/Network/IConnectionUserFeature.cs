using PluginFramework.Identity;

namespace PluginFramework.Network;

/// <summary>Who uses a connection. A feature of every connection; its protocol says so once they have logged in, for operators to see.</summary>
/// <remarks>Safe for use from any thread. Nothing is granted by it.</remarks>
public interface IConnectionUserFeature
{
    /// <summary>The user; <see langword="null"/> before the login and where the protocol has none.</summary>
    Principal? User { get; set; }
}
