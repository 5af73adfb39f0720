using PluginFramework.Panels;
using Spectre.Console;

namespace PluginFramework.Core.Startup;

/// <summary>A progress bar on standard error.</summary>
internal static class SpectreProgress
{
    public static Task<T> RunAsync<T>(TextWriter error, bool colour, Func<IProgress<View.Progress>?, Task<T>> action)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(error),
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn())
            .StartAsync(context => action(new Bar(context.AddTask("…", maxValue: 1))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<View.Progress>
    {
        public void Report(View.Progress value)
        {
            task.Description = Markup.Escape(value.Label);
            task.IsIndeterminate = value.Fraction is null;
            task.Value = value.Fraction ?? 0;
        }
    }
}
