using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Installing;

/// <summary>A change of the feeds in the configuration file, checked and not made yet.</summary>
/// <param name="Basis">The generation it was made for.</param>
/// <param name="Before">What the file held.</param>
/// <param name="Text">What the file is to hold.</param>
/// <param name="After">What the configuration would be.</param>
internal sealed record FeedEdit(int Basis, byte[] Before, byte[] Text, HostConfiguration After);
