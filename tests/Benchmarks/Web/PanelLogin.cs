using System.Net;
using System.Text.RegularExpressions;

namespace PluginFramework.Benchmarks.Web;

/// <summary>Logs in to the control panel as a browser would.</summary>
internal static partial class PanelLogin
{
    /// <summary>The cookie of a session, and the page that follows the login.</summary>
    /// <exception cref="InvalidOperationException">The login failed.</exception>
    public static async Task<(string Cookie, string Page)> LogInAsync(Uri address, string name, string password)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = true }) { BaseAddress = address };
        var form = await client.GetStringAsync("panel/login");
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = name, ["password"] = password, ["_token"] = WebUtility.HtmlDecode(Token().Match(form).Groups[1].Value),
        });
        using var answer = await client.PostAsync("panel/login", content);
        var page = await client.GetStringAsync("panel/p/plugin");
        if (page.Contains("type=\"password\"", StringComparison.Ordinal)) throw new InvalidOperationException($"The login failed: {(int)answer.StatusCode}.");
        return (cookies.GetCookieHeader(new(address, "panel/")), page);
    }

    [GeneratedRegex("name=\"_token\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
