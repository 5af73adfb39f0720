using System.Text.Json.Serialization;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Control;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlResponse))]
[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(EndpointReport[]))]
[JsonSerializable(typeof(PluginReport[]))]
[JsonSerializable(typeof(UserReport[]))]
[JsonSerializable(typeof(TransportInfo[]))]
internal sealed partial class ControlJson : JsonSerializerContext;
