using Microsoft.AspNetCore.Http;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Light, dark, or as the system has it: kept in a cookie, so that it needs no script.</summary>
internal static class Theme
{
    private const string CookieName = "panel-theme";

    /// <summary>What was chosen: <c>light</c>, <c>dark</c>, or <c>system</c>.</summary>
    public static string Of(HttpContext http) => http.Request.Cookies[CookieName] is "light" or "dark" ? http.Request.Cookies[CookieName]! : "system";

    /// <summary>What comes after it, and what to call that.</summary>
    public static (string Name, string Label) After(string theme) => theme switch
    {
        "system" => ("light", "Light colours"),
        "light" => ("dark", "Dark colours"),
        _ => ("system", "Colours as the system has them"),
    };

    /// <summary>Keeps a choice and goes back to where it was made.</summary>
    public static async Task ChangeAsync(PanelRequest request)
    {
        var form = await FormReader.ReadAsync(request);
        var options = new CookieOptions
        {
            Path = PanelUrls.Root, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.Http.Request.IsHttps, IsEssential = true, MaxAge = TimeSpan.FromDays(365),
        };
        var theme = form["theme"].ToString();
        if (theme is "light" or "dark") request.Http.Response.Cookies.Append(CookieName, theme, options);
        else request.Http.Response.Cookies.Delete(CookieName, options);
        request.Redirect(PanelUrls.Return(form[PanelUrls.To].ToString()));
    }
}
