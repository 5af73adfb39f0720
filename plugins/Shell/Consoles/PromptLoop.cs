using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>Somebody at a console: what they enter is evaluated, and what others do there is shown above the line.</summary>
internal sealed class PromptLoop(Place place, IPromptConsole console)
{
    private const string Help =
        """
        C# is evaluated, top-level await included; declarations last from entry to entry. At hand: Users, Plugins, Chat, Endpoints, Log, Me.
          help Users.Add  what the documentation says of something
          #r "nuget: Id"  takes a library from the plugins' feeds: "nuget: Acme.Text, 1.2"
          #reset          forgets all declarations
          #who            who is at this console
          #close          closes the console for everybody
          exit            leaves it, and it goes on: Ctrl-D does the same
        Enter runs a complete entry and begins a line otherwise, Alt-Enter always begins one. Tab proposes, Ctrl-R searches what was entered
        before, Up and Down go through what begins like the line. Ctrl-C drops the line, or stops what runs.

        """;

    private ShellIo Io => place.Io;

    /// <summary>Whether a line is for the prompt itself rather than C#.</summary>
    public static bool IsCommand(string text) => text.Trim() is "help" or "exit" or "quit" or "#help" or "#exit" or "#quit" or "#reset" or "#who" or "#close" || NameIn(text) is not null;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var results = new ResultText(Io, place.Views);
        await using var feed = new ConsoleFeed(console, place.Principal, Io, results);
        await Io.WriteAsync(ConsoleGreeting.Of(Io, console, feed, "#help tells more; Ctrl-D leaves, and it stays."), cancellationToken);
        var history = new History(console.History);
        var request = new LineRequest("c#> ") { Continuation = "..> ", Aid = new CodeAid(console), History = history, Notices = feed };
        while (true)
        {
            var line = await Io.Lines.ReadAsync(request, cancellationToken);
            switch (line.End)
            {
                case LineEnd.Closed:
                    return ExitCode.Ok;
                case LineEnd.NoticesEnded:
                    return ExitCode.Unavailable;
                case LineEnd.Cancelled:
                    if (line.Text.Length == 0) console.Cancel();
                    continue;
            }

            if (line.Text.Trim().Length == 0) continue;
            history.Add(line.Text);
            if (line.Text.Trim() is "exit" or "quit" or "#exit" or "#quit") return ExitCode.Ok;
            try
            {
                await RunAsync(line.Text, feed, cancellationToken);
            }
            catch (Exception refused) when (refused is CommandException or UnauthorizedAccessException or InvalidOperationException)
            {
                await Io.ErrorAsync(Io.Paint(SafeText.Lines(refused.Message), Style.Red) + "\n", cancellationToken);
            }
        }
    }

    private static string? NameIn(string text) =>
        text.Trim() is ['h', 'e', 'l', 'p', ' ', .. var name] && !name.AsSpan().ContainsAny("=;\n") ? name.Trim() : null;

    private async Task RunAsync(string text, ConsoleFeed feed, CancellationToken cancellationToken)
    {
        switch (text.Trim())
        {
            case "help" or "#help":
                await Io.WriteAsync(Help, cancellationToken);
                break;
            case "#reset":
                await console.ResetAsync(cancellationToken);
                break;
            case "#close":
                await console.CloseAsync();
                break;
            case "#who":
                await Io.WriteAsync(string.Concat(console.Info.Attendees.Select(who => $"{SafeText.Line(who.User)} over {SafeText.Line(who.Surface)}\n")), cancellationToken);
                break;
            case var _ when NameIn(text) is { } name:
                var description = await console.DescribeAsync(name, cancellationToken);
                await Io.WriteAsync(description is null ? $"{SafeText.Line(name)} means nothing here.\n" : DescriptionText.Of(Io, description), cancellationToken);
                break;
            default:
                await new EntryRun(Io, console, feed).RunAsync(text, cancellationToken);
                break;
        }
    }
}
