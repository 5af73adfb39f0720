using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PluginFramework.Core.Control;

/// <summary>What the daemon answers.</summary>
/// <param name="Version"><see cref="ControlProtocol.Version"/>.</param>
/// <param name="Ok">It is done.</param>
/// <param name="Result">What was asked for.</param>
/// <param name="Error">Why it is not done.</param>
internal sealed record ControlResponse(int Version, bool Ok, JsonElement? Result, ControlError? Error)
{
    /// <summary>How far it is; the answer itself follows on another line.</summary>
    public ControlProgress? Progress { get; init; }

    public static ControlResponse Done<T>(T result, JsonTypeInfo<T> type) => Done(JsonSerializer.SerializeToElement(result, type));

    public static ControlResponse Done(JsonElement result) => new(ControlProtocol.Version, true, result, null);

    public static ControlResponse Refused(string code, int exitCode, string message) =>
        new(ControlProtocol.Version, false, null, new(code, exitCode, message));

    public static ControlResponse Under(ControlProgress progress) => new(ControlProtocol.Version, true, null, null) { Progress = progress };
}
