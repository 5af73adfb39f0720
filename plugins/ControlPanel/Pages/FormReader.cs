using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Reads forms, within limits.</summary>
internal static class FormReader
{
    private const int MaxValues = 4096;

    /// <exception cref="BadHttpRequestException">It is too long, or no form.</exception>
    public static async Task<IFormCollection> ReadAsync(PanelRequest request)
    {
        var limit = request.Services.Options.MaxFormOctets;
        if (request.Http.Request.ContentLength > limit) throw TooLong(limit);
        if (!request.Http.Request.HasFormContentType) throw new BadHttpRequestException("This is no form.", StatusCodes.Status415UnsupportedMediaType);
        if (request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        try
        {
            var form = await request.Http.Request.ReadFormAsync(
                new FormOptions { ValueCountLimit = MaxValues, ValueLengthLimit = limit, BufferBodyLengthLimit = limit, MultipartBodyLengthLimit = limit, KeyLengthLimit = 512 },
                request.Aborted);

            // The web server has read it already for its token, within limits of its own, where its length was not told beforehand.
            return form.Sum(field => field.Key.Length + field.Value.Sum(value => (long?)value?.Length)) > limit ? throw TooLong(limit) : form;
        }
        catch (InvalidDataException)
        {
            throw TooLong(limit);
        }
    }

    private static BadHttpRequestException TooLong(int limit) => new($"The form is too long: it may have {limit} octets.", StatusCodes.Status413PayloadTooLarge);
}
