using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Prompt.Web;

/// <summary>What the page's script is told.</summary>
internal static class JsonAnswer
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Of(write), http.RequestAborted);
    }

    public static void Write(Utf8JsonWriter json, ImmutableArray<PromptSpan> spans)
    {
        json.WriteStartArray();
        foreach (var span in spans)
        {
            json.WriteStartArray();
            json.WriteNumberValue(span.Start);
            json.WriteNumberValue(span.Length);
            json.WriteStringValue(span.Kind);
            json.WriteBooleanValue(span.IsError);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ImmutableArray<PromptCompletion> proposals)
    {
        json.WriteStartArray();
        foreach (var proposal in proposals)
        {
            json.WriteStartObject();
            json.WriteString("text", proposal.Text);
            json.WriteString("kind", proposal.Kind);
            json.WriteString("description", proposal.Description);
            json.WriteString("documentation", proposal.Documentation);
            json.WriteNumber("overloads", proposal.Overloads);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ImmutableArray<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
