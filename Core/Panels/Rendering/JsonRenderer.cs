using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Views as JSON on one line, as <see cref="ViewJson"/> has it. The width does not matter.</summary>
internal sealed class JsonRenderer : IViewRenderer
{
    // Letters of every language stay readable; control characters and what could end a script element are escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    public string MediaType => "application/json";

    public string Render(View view, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) ViewJson.Write(writer, view);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
