using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Panels;
using PluginFramework.Shell.Terminal;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary><c>watch</c>: shows a panel again and again until a key is pressed.</summary>
internal sealed class PanelWatch(Place place)
{
    public const string Usage = "[-n SECONDS] PANEL [VERB …]";

    /// <summary>Shows the cursor again.</summary>
    public const string ShowCursor = "\e[?25h";

    private const string HideCursor = "\e[?25l";

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);

    private readonly FrameWriter _screen = new(place.Io.Palette);

    private ShellIo Io => place.Io;

    public Task<int> RunAsync(ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        var interval = DefaultInterval;
        if (words is [{ Text: "-n" }, var seconds, ..])
        {
            if (!double.TryParse(seconds.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value is < 0.2 or > 3600)
                throw new CommandException(ExitCode.Usage, "watch -n takes seconds, 0.2 to 3600.");
            (interval, words) = (TimeSpan.FromSeconds(value), words[2..]);
        }

        if (words.IsEmpty || place.FindPanel(words[0].Text) is not { } panel)
            throw new CommandException(ExitCode.Usage, "watch needs a panel to show, such as: watch session list");
        var call = PanelCall.Parse(panel, words[1..]);
        if (call.Verb.Kind == VerbKind.Act) throw new CommandException(ExitCode.Usage, $"watch shows and does nothing; {panel.Name} {call.Verb.Name} is an act.");
        if (call.Missing() is [var missing, ..]) throw call.Wrong($"{missing.Name.ToUpperInvariant()} is missing");
        return WatchAsync(call, interval, cancellationToken);
    }

    private async Task<int> WatchAsync(PanelCall call, TimeSpan interval, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var resizes = new ResizeWatch(Io.Session.Terminal!);
        await Io.SendAsync(HideCursor, cancellationToken);
        // With a Ctrl-C that is a key like any other: it ends the watching.
        var key = Io.Keys.ReadAsync(stop.Token);
        var resize = resizes.WaitAsync(stop.Token);
        var next = NextAsync(call, TimeSpan.Zero, stop.Token);
        View view = new View.Text("…");
        try
        {
            while (true)
            {
                await Task.WhenAny(key, resize, next);
                cancellationToken.ThrowIfCancellationRequested();
                if (key.IsCompleted) return ExitCode.Ok;
                if (resize.IsCompleted)
                {
                    resize = resizes.WaitAsync(stop.Token);
                    _screen.Reflow(Io.Size.Columns);
                }

                if (next.IsCompleted) (view, next) = (await next, NextAsync(call, interval, stop.Token));
                _screen.Show(Frame(call, view));
                await Io.SendAsync(_screen.Take(), cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await TaskEnds.WaitAsync(key, resize, next);
            _screen.Leave();
            if (!cancellationToken.IsCancellationRequested) await Io.SendAsync(_screen.Take() + ShowCursor, cancellationToken);
        }
    }

    private async Task<View> NextAsync(PanelCall call, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, Io.Time, cancellationToken);
        return await new PanelRunner(place).ViewAsync(call, cancellationToken);
    }

    private Frame Frame(PanelCall call, View view)
    {
        var size = Io.Size;
        var frame = new FrameBuilder(Math.Max(size.Columns, 2));
        var now = Io.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        frame.AddCut($"{call.Verb.Panel.Name} {call.Verb.Name}  {now}  any key ends", size.Columns, Style.Dim);
        foreach (var (text, style) in place.Views.Lines(view).Take(Math.Max(1, size.Rows - 2))) frame.NewRow().AddCut(text, size.Columns, style);
        return frame.Build().Fit(size.Rows);
    }
}
