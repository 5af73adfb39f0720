using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Views as JSON on one line, as <see cref="ViewJson"/> has it. The width does not matter.</summary>
internal sealed class JsonRenderer : IViewRenderer
{
    // Letters of every language and the signs of times stay readable; control characters are escaped. This is no form to put into a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public string MediaType => "application/json";

    public string Render(View view, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) ViewJson.Write(writer, view);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
