using System.Text.Json.Serialization;

namespace PluginFramework.Core.Configuration.Schema;

[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJson : JsonSerializerContext;
