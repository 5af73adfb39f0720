using System.Text.Json.Serialization;

namespace PluginFramework.Chat.Offline;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OfflineMessage))]
internal sealed partial class OfflineJsonContext : JsonSerializerContext;
