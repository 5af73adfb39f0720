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
    public static ControlResponse Done<T>(T result, JsonTypeInfo<T> type) =>
        new(ControlProtocol.Version, true, JsonSerializer.SerializeToElement(result, type), null);

    public static ControlResponse Refused(string code, int exitCode, string message) =>
        new(ControlProtocol.Version, false, null, new(code, exitCode, message));
}
