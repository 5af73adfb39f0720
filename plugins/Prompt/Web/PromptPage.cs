using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>The page of a console: the others there are, who is here, the transcript, the editor.</summary>
internal sealed class PromptPage(IWebFrame frame, WebAssets assets)
{
    private const string Title = "C# prompt";

    /// <summary>Writes a console's page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="console">The console.</param>
    /// <param name="all">All consoles.</param>
    /// <param name="code">What stands in the editor.</param>
    /// <param name="problem">What went wrong; empty for nothing.</param>
    /// <param name="help">Help that was asked for.</param>
    /// <param name="status">The status.</param>
    public Task ShowAsync(
        PromptRequest request, IPromptConsole console, ImmutableArray<PromptConsoleInfo> all, string code = "", string problem = "", HtmlWriter? help = null,
        int status = StatusCodes.Status200OK)
    {
        var (info, events) = (console.Info, console.Read());
        var last = events is [.., var latest] ? latest.Id : 0;
        var html = new HtmlWriter();
        html.Add($"""<div class="prompt" data-base="{PromptUrls.Of(info.Number)}" data-token="{request.Session.CsrfToken}" data-last="{last}">""");
        Consoles(html, request, info, all);
        html.Add($"""<p class="attendees">Here: <span id="attendees">{Attendees(info)}</span></p>""");
        html.Add($"""<div class="transcript" id="transcript" role="log" aria-label="What happened at this console" tabindex="0">""");
        EntryWriter.Write(html, events);
        if (help is not null) html.Add($"{help}");
        html.Add($"""</div><p class="problem" id="problem" role="alert">{problem}</p>""");
        Editor(html, request, info, code);
        html.Add($"</div>");
        return frame.WriteAsync(request.Http, new WebPage(Title, html)
        {
            Scripts = [assets.AddressOf("prompt.js")], Styles = [assets.AddressOf("prompt.css")], Status = status,
        });
    }

    /// <summary>Writes a page that says something and has nothing else.</summary>
    public Task SayAsync(HttpContext http, string text, int status)
    {
        var html = new HtmlWriter();
        html.Add($"""<div class="prompt"><p class="problem" role="alert">{text}</p><p><a href="{PromptUrls.Home}">To the prompt</a></p></div>""");
        return frame.WriteAsync(http, new WebPage(Title, html) { Styles = [assets.AddressOf("prompt.css")], Status = status });
    }

    /// <summary>Who is attached, each once.</summary>
    public static string Attendees(PromptConsoleInfo info) => info.Attendees.IsEmpty
        ? "nobody"
        : string.Join(", ", info.Attendees.GroupBy(who => who).Select(group => group.Count() == 1
            ? $"{group.Key.User} ({group.Key.Surface})"
            : $"{group.Key.User} ({group.Key.Surface}, {group.Count()} times)"));

    private static void Consoles(HtmlWriter html, PromptRequest request, PromptConsoleInfo current, ImmutableArray<PromptConsoleInfo> all)
    {
        html.Add($"""<div class="head"><nav class="tabs" aria-label="Consoles"><ul>""");
        foreach (var info in all.Where(each => each.OwnerId == request.Principal.UserId || each.Number == current.Number || each.Attendees.Length > 0))
        {
            html.Add($"""<li><a href="{PromptUrls.Of(info.Number)}" """);
            if (info.Number == current.Number) html.Add($"""aria-current="page" """);
            html.Add($""">{info.Name}""");
            if (info.OwnerId != request.Principal.UserId) html.Add($""" <span class="muted">of {info.Owner}</span>""");
            html.Add($"</a></li>");
        }

        html.Add($"""</ul></nav><form method="post" action="{PromptUrls.Home}new"><input type="hidden" name="{PromptUrls.Token}" value="{request.Session.CsrfToken}">""");
        html.Add($"""<button>New console</button></form></div>""");
    }

    private static void Editor(HtmlWriter html, PromptRequest request, PromptConsoleInfo info, string code)
    {
        var address = PromptUrls.Of(info.Number);
        html.Add($"""<form class="editor" method="post" action="{address}/run"><input type="hidden" name="{PromptUrls.Token}" value="{request.Session.CsrfToken}">""");
        html.Add($"""<label class="unseen" for="code">C# to run</label><div class="input"><pre class="layer" aria-hidden="true"><code id="layer"></code></pre>""");
        html.Add($"""<textarea id="code" name="{PromptUrls.Code}" rows="3" maxlength="65536" spellcheck="false" autocomplete="off" autocapitalize="off" autofocus """);
        html.Add($"""aria-describedby="keys" placeholder="Users.Count()">{"\n" + code}</textarea></div><div class="buttons"><button class="first">Run</button>""");
        html.Add($"""<button class="stop" id="stop" formaction="{address}/cancel" """);
        if (!info.IsRunning) html.Add($"disabled ");
        html.Add($""">Stop</button><span class="gap"></span><button class="plain" formaction="{address}/reset">Reset</button>""");
        html.Add($"""<button class="plain careful" formaction="{address}/close">Close</button></div>""");
        if (info.IsRunning) html.Add($"""<noscript><p>An entry runs. <a href="{address}">Look again</a></p></noscript>""");
        html.Add($"""<p class="hint" id="keys"><kbd>Enter</kbd> runs what is complete, <kbd>Shift Enter</kbd> begins a line, <kbd>Ctrl Enter</kbd> runs in any case. """);
        html.Add($"""<kbd>Ctrl Space</kbd> proposes, <kbd>Ctrl R</kbd> searches what you entered before, <kbd>Ctrl C</kbd> stops. <code>help Users.Add</code> looks something up.</p></form>""");
    }
}
