using Microsoft.AspNetCore.Http;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>What is around every page: head, header, navigation.</summary>
internal static class PageFrame
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }

    public static async Task WriteAsync(PanelRequest request, Page page)
    {
        var response = request.Http.Response;
        response.StatusCode = page.Status;
        response.ContentType = "text/html; charset=utf-8";
        if (HttpMethods.IsHead(request.Http.Request.Method)) return;
        await response.WriteAsync(Render(request, page), request.Aborted);
    }

    private static string Render(PanelRequest request, Page page)
    {
        var html = new HtmlWriter();
        var theme = Theme.Of(request.Http);
        Head(html, request, page, theme);
        html.Add($"""<body class="{(page.IsAlone ? "alone" : "framed")}"><a class="skip" href="#main">To the content</a>""");
        Header(html, request, page, theme);
        if (!page.IsAlone) Navigation.Write(html, request, page.Panel);
        html.Add($"""<main id="main" tabindex="-1">""");
        Trail(html, page);
        html.Add($"""<h1>{page.Title}</h1>""");
        html.AddIf(!string.IsNullOrEmpty(page.Description), $"""<p class="lead">{page.Description}</p>""");
        html.Add($"{page.Body}</main></body></html>");
        return html.ToString();
    }

    private static void Head(HtmlWriter html, PanelRequest request, Page page, string theme)
    {
        var assets = request.Services.Assets;
        html.Add($"""<!DOCTYPE html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>{page.Title} – Control panel</title>""");
        html.Add($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="{(theme == "system" ? "light dark" : theme)}">""");
        html.Add($"""<meta name="robots" content="noindex"><link rel="icon" href="{assets.AddressOf("icon.svg")}" type="image/svg+xml"><link rel="stylesheet" href="{assets.AddressOf("panel.css")}">""");
        html.AddIf(page.Refresh is not null, $"""<noscript><meta http-equiv="refresh" content="{page.Refresh?.TotalSeconds ?? 0}"></noscript>""");
        foreach (var style in page.Styles) html.Add($"""<link rel="stylesheet" href="{style}">""");
        html.Add($"""<script src="{assets.AddressOf("panel.js")}" defer></script>""");
        foreach (var script in page.Scripts) html.Add($"""<script src="{script}" defer></script>""");
        html.Add($"</head>");
    }

    private static void Header(HtmlWriter html, PanelRequest request, Page page, string theme)
    {
        html.Add($"""<header class="top">""");
        html.AddIf(!page.IsAlone, $"""<button type="button" class="plain menu-button" popovertarget="navigation">Menu</button>""");
        html.Add($"""<a class="brand" aria-label="Control panel: overview" href="{PanelUrls.Home}"><img src="{request.Services.Assets.AddressOf("icon.svg")}" alt="" width="24" height="24"> <span class="brand-name">Control panel</span></a>""");
        html.AddIf(request.User is not null && !page.IsAlone, $"""<a class="button plain find" href="{PanelUrls.Index}" data-palette>Find <kbd>/</kbd></a>""");
        var (next, label) = Theme.After(theme);
        html.Add($"""<form method="post" action="{PanelUrls.Theme}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{PanelUrls.To}" value="{request.Here}">""");
        html.Add($"""<button class="plain" name="theme" value="{next}" title="{label}"><span aria-hidden="true">{(theme switch { "light" => "☀", "dark" => "☾", _ => "◐" })}</span><span class="unseen">{label}</span></button></form>""");
        if (request.User is { } user)
        {
            html.Add($"""<a class="button plain user" href="{PanelUrls.Account}">{user.UserName}<span class="unseen">: your account</span></a>""");
            html.Add($"""<form method="post" action="{PanelUrls.Logout}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><button class="plain">Log out</button></form>""");
        }

        html.Add($"</header>");
    }

    private static void Trail(HtmlWriter html, Page page)
    {
        if (page.Trail.Count == 0) return;
        html.Add($"""<nav class="trail" aria-label="The way here"><ol>""");
        foreach (var (name, address) in page.Trail) html.Add($"""<li><a href="{address}">{name}</a></li>""");
        html.Add($"</ol></nav>");
    }
}
