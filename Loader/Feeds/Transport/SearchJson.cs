using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginFramework.Loader.Feeds.Transport;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchPage))]
internal sealed partial class SearchJson : JsonSerializerContext;
