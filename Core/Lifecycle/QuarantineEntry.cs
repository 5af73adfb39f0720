using System.Text.Json.Serialization;
using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Lifecycle;

/// <summary>A plugin that is in quarantine.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="ContentHash">The content's hash.</param>
/// <param name="Generation">The generation that was on trial when the process ended: what is rolled back with it is not held against the plugin.</param>
internal sealed record QuarantineEntry(string Id, string ContentHash, int? Generation = null)
{
    [JsonIgnore]
    public PluginVersionKey Key => new(Id, ContentHash);
}
