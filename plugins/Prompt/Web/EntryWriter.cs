using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>Writes an entry with what became of it, and the notes between entries.</summary>
internal static class EntryWriter
{
    /// <summary>Writes what a transcript has.</summary>
    public static void Write(HtmlWriter html, ImmutableArray<PromptEvent> events)
    {
        var ends = events.OfType<PromptEvent.Ended>().ToDictionary(end => end.Entry);
        var written = events.OfType<PromptEvent.Wrote>().ToLookup(wrote => wrote.Entry, wrote => wrote.Text);
        foreach (var each in events)
        {
            if (each is PromptEvent.Entered entered) Write(html, entered, ends.GetValueOrDefault(entered.Entry)?.Result, string.Concat(written[entered.Entry]));
            else if (each is PromptEvent.Reset or PromptEvent.Closed or PromptEvent.TaskEnded or PromptEvent.Forgot) WriteNote(html, each);
        }
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="entered">The entry.</param>
    /// <param name="result">How it ended; <see langword="null"/> while it runs.</param>
    /// <param name="output">What it has written, while it runs.</param>
    public static void Write(HtmlWriter html, PromptEvent.Entered entered, PromptResult? result, string output = "")
    {
        var state = result switch { null => "running", PromptResult.Completed => "ok", _ => "failed" };
        html.Add($"""<article class="entry {state}" id="entry-{entered.Entry}" aria-label="Entry {entered.Entry}"><div class="asked"><pre class="code"><code>""");
        CodeWriter.Write(html, entered.Code, entered.Spans, result is PromptResult.Invalid invalid ? invalid.Diagnostics : []);
        html.Add($"""</code></pre><p class="by"><span class="unseen">Entered by </span>{entered.By.User}<span class="unseen"> over {entered.By.Surface}</span>""");
        if (result is not null) html.Add($""", <span class="took">{Text(result.Elapsed)}</span>""");
        html.Add($"""</p></div><div class="answer">""");
        var text = result?.Output ?? output;
        if (text.Length > 0) html.Add($"""<pre class="out">{text}</pre>""");
        Write(html, result, text.Length > 0);
        html.Add($"</div></article>");
    }

    /// <summary>Writes what happened between entries.</summary>
    public static void WriteNote(HtmlWriter html, PromptEvent each)
    {
        if (each is PromptEvent.TaskEnded { Result: not PromptResult.Cancelled } told)
        {
            html.Add($"""<div class="answer"><p class="note">{PlainTextRenderer.Describe(told)}</p>""");
            Write(html, told.Result, hasOutput: true);
            html.Add($"</div>");
            return;
        }

        var text = each switch
        {
            PromptEvent.Reset { By: { } by } => $"{by.User} reset the console: all declarations are forgotten.",
            PromptEvent.Reset => "The console was idle for long: all declarations are forgotten.",
            PromptEvent.TaskEnded ended => PlainTextRenderer.Describe(ended),
            PromptEvent.Forgot forgot => PlainTextRenderer.Describe(forgot),
            PromptEvent.Closed { By: { } by } => $"{by.User} closed this console.",
            _ => "This console was closed: it was idle for long, or the prompt was stopped.",
        };
        html.Add($"""<p class="note">{text}</p>""");
    }

    private static void Write(HtmlWriter html, PromptResult? result, bool hasOutput)
    {
        switch (result)
        {
            case null:
                html.Add($"""<p class="muted state">Running …</p>""");
                break;
            case PromptResult.Completed { Value: { } value }:
                ValueWriter.Write(html, value);
                break;
            case PromptResult.Completed:
                if (!hasOutput) html.Add($"""<p class="muted state">Done</p>""");
                break;
            case PromptResult.Invalid invalid:
                html.Add($"""<ul class="diagnostics">""");
                foreach (var each in invalid.Diagnostics)
                {
                    html.Add($"""<li><span class="sign {(each.IsError ? "bad" : "warning")}">{(each.IsError ? "Error" : "Warning")}</span> {each.Message} """);
                    html.Add($"""<span class="muted">{each.Id}, line {each.Line}, column {each.Column}</span></li>""");
                }

                html.Add($"</ul>");
                break;
            case PromptResult.Threw threw:
                html.Add($"""<p class="state"><span class="sign bad">{threw.Type}</span> {threw.Message}</p>""");
                if (threw.StackTrace.Length > 0) html.Add($"""<details class="stack"><summary>Where it was thrown</summary><pre>{threw.StackTrace}</pre></details>""");
                break;
            case PromptResult.TimedOut timedOut:
                html.Add($"""<p class="state"><span class="sign warning">Stopped</span> It ran for {Text(timedOut.Limit)}, as long as an entry may.</p>""");
                break;
            case PromptResult.Cancelled:
                html.Add($"""<p class="state"><span class="sign warning">Stopped</span> Somebody stopped it.</p>""");
                break;
        }
    }

    private static string Text(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.##} min"),
    };
}
