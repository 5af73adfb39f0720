using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PluginFramework.Core.Generations;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GenerationFile))]
[JsonSerializable(typeof(CurrentFile))]
internal sealed partial class GenerationJson : JsonSerializerContext
{
    /// <exception cref="InvalidDataException">It is damaged or missing.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string remedy) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new JsonException("It holds null.");
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message} {remedy}", exception);
        }
    }
}
