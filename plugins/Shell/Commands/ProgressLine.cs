using System.Globalization;
using PluginFramework.Panels;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Commands;

/// <summary>A line that says how far something is, while it is being done.</summary>
internal sealed class ProgressLine : IProgress<View.Progress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private View.Progress? _latest;

    public static async Task<T> RunAsync<T>(ShellIo io, Func<IProgress<View.Progress>?, Task<T>> action, CancellationToken cancellationToken)
    {
        if (!io.Can.IsRich) return await action(null);
        var line = new ProgressLine();
        var screen = new FrameWriter(io.Palette);
        var task = action(line);
        try
        {
            while (!task.IsCompleted)
            {
                using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(task, Task.Delay(Interval, io.Time, tick.Token));
                await tick.CancelAsync();
                if (cancellationToken.IsCancellationRequested) break;
                if (Volatile.Read(ref line._latest) is not { } progress || task.IsCompleted) continue;
                var done = progress.Fraction is { } fraction && double.IsFinite(fraction) ? string.Create(CultureInfo.InvariantCulture, $" {Math.Clamp(fraction, 0, 1) * 100:0} %") : " …";
                screen.Show(new FrameBuilder(Math.Max(io.Size.Columns, 2)).AddCut(SafeText.Line(progress.Label) + done, io.Size.Columns, Style.Dim).Build().Fit(1));
                await io.SendAsync(screen.Take(), cancellationToken);
            }

            return await task;
        }
        finally
        {
            screen.Erase();
            if (!cancellationToken.IsCancellationRequested) await io.SendAsync(screen.Take(), cancellationToken);
        }
    }

    public void Report(View.Progress value) => Volatile.Write(ref _latest, value);
}
