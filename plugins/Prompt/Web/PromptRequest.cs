using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>A request of an operator.</summary>
internal sealed record PromptRequest(HttpContext Http, IWebSessionFeature Session, Principal Principal)
{
    /// <summary>An entry has 64 KiB at most, and needs up to three times that in a form.</summary>
    private const int MaxField = 256 * 1024;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The page's script asks, and wants no page for an answer.</summary>
    public bool IsOfScript => Http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);

    public int Number => int.Parse((string)Http.Request.RouteValues["number"]!, NumberStyles.None, CultureInfo.InvariantCulture);

    public async Task<string> ReadFieldAsync(string name)
    {
        if (!Http.Request.HasFormContentType) return "";
        var form = await Http.Request.ReadFormAsync(new FormOptions { ValueLengthLimit = MaxField, ValueCountLimit = 16, KeyLengthLimit = 64 }, Aborted);

        var text = form[name].ToString();

        // The web server has read the form already for its token, within limits of its own.
        if (text.Length > MaxField) throw new InvalidDataException($"That is too long: it may have {MaxField} characters.");

        // Forms send lines ended in two characters; places in an entry count one.
        return text.ReplaceLineEndings("\n");
    }

    public void Redirect(string address)
    {
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        Http.Response.Headers.Location = address;
    }
}
