using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Shell.Consoles;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>A user's shell: reads commands, finds what they name, and says how they end.</summary>
internal sealed class CommandShell
{
    private readonly Place _place;
    private readonly ILogger _logger;
    private bool _isDone;

    public CommandShell(Place place, ILogger logger)
    {
        (_place, _logger) = (place, logger);
        Builtins = [.. FindBuiltins()];
    }

    public ImmutableArray<Builtin> Builtins { get; }

    private ShellIo Io => _place.Io;

    /// <summary>Commands as they are typed, until the user leaves. The status is the last command's.</summary>
    public async Task<int> InteractAsync(CancellationToken cancellationToken)
    {
        var status = ExitCode.Ok;
        var history = new CommandHistory(_place, this);
        var request = new LineRequest($"{SafeText.Line(_place.Principal.UserName)}> ") { Continuation = "> ", Aid = new CommandAid(_place, this), History = history.Entries };
        await Io.WriteAsync($"{Io.Paint("pluginhost", Style.Bold)}. `help` lists the commands, `exit` leaves.\n", cancellationToken);
        while (!_isDone)
        {
            var line = await Io.Lines.ReadAsync(request, cancellationToken);
            if (line.End == LineEnd.Closed) return status;
            if (line.End != LineEnd.Entered || line.Text.Trim().Length == 0) continue;
            history.Add(line.Text);
            status = await RunLineAsync(line.Text, cancellationToken);
        }

        return status;
    }

    /// <summary>Commands as lines of standard input, up to the first that fails. The status is that one's.</summary>
    public async Task<int> RunScriptAsync(CancellationToken cancellationToken)
    {
        var (number, status) = (0, ExitCode.Ok);
        while (!_isDone && status == ExitCode.Ok)
        {
            var first = ++number;
            if (await Io.ReadLineAsync(cancellationToken) is not { } line) return status;
            while (Words.Scan(line).OpenAt >= 0 && line.Length < LineBuffer.MaxLength && await Io.ReadLineAsync(cancellationToken) is { } more)
            {
                line += "\n" + more;
                number++;
            }

            if (Words.Scan(line) is { All.IsEmpty: true, Problem: null }) continue;
            status = await RunLineAsync(line, cancellationToken);
            if (status != ExitCode.Ok && !_isDone) await Io.ErrorAsync($"Line {first} ended with {status}; the rest was not carried out.\n", cancellationToken);
        }

        return status;
    }

    /// <summary>Carries out one line.</summary>
    /// <returns>How it ended. What went wrong is written to standard error.</returns>
    public async Task<int> RunLineAsync(string line, CancellationToken cancellationToken)
    {
        var (status, message) = await TryAsync(line, cancellationToken);
        if (message is not null) await Io.ErrorAsync(Io.Paint(SafeText.Lines(message), Style.Red) + "\n", cancellationToken);
        return status;
    }

    private IEnumerable<Builtin> FindBuiltins()
    {
        yield return new("help", "[COMMAND [VERB]]", "Lists the commands, or tells about one.", HelpAsync);
        yield return new("exit", "[STATUS]", "Ends the session.", ExitAsync);
        if (Io.Can.IsRich) yield return new("watch", PanelWatch.Usage, "Shows a panel again and again until a key is pressed.", new PanelWatch(_place).RunAsync);
        if (_place.Principal.IsOperator)
            yield return new("prompt", PromptCommand.Usage, "C# inside the daemon, at a console that others can share.", new PromptCommand(_place).RunAsync);
    }

    private async Task<(int Status, string? Message)> TryAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            return (await DispatchAsync(line, cancellationToken), null);
        }
        catch (CommandException wrong)
        {
            return (wrong.ExitCode, wrong.Message);
        }
        catch (PanelException refused)
        {
            return (ExitCode.Of(refused.Error), refused.Message);
        }
        catch (UnauthorizedAccessException refused)
        {
            return (ExitCode.Denied, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (ExitCode.Interrupted, Io.Can.IsTerminal ? "Stopped." : null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ShellLog.CommandFailed(_logger, Io.Session.Client.ConnectionId, _place.Principal.UserName, failure);
            return (ExitCode.Failed, "The command failed in itself; the daemon's log says how.");
        }
    }

    private Task<int> DispatchAsync(string line, CancellationToken cancellationToken)
    {
        // What follows `prompt -e` is C#, which has its own quotes.
        if (PromptCode.In(line) is { } code && _place.Principal.IsOperator) return new PromptCommand(_place).EvaluateAsync(code.Code, code.Name, cancellationToken);
        var words = Words.Split(line);
        if (words.IsEmpty) return Task.FromResult(ExitCode.Ok);
        var name = words[0].Text;
        if (Builtins.FirstOrDefault(builtin => builtin.Name == name) is { } builtin)
        {
            return words is [_, { Text: "--help" or "-h", IsQuoted: false }] ? HelpAsync([words[0]], cancellationToken) : builtin.RunAsync(words[1..], cancellationToken);
        }

        if (_place.FindPanel(name) is { } panel) return RunPanelAsync(panel, words[1..], cancellationToken);
        if (FindOther(name) is { } found) return RunOtherAsync(found, words[1..], cancellationToken);
        throw new CommandException(ExitCode.Usage, $"There is no command '{SafeText.Line(name)}'{Nearest.Hint(name, Names())} Try: help");
    }

    /// <summary>Whether there is a command of a name.</summary>
    public bool IsCommand(string name) => Builtins.Any(builtin => builtin.Name == name) || _place.FindPanel(name) is not null || FindOther(name) is not null;

    private LiveExport<IShellCommand>? FindOther(string name) => _place.Others.FirstOrDefault(other => other.Value.Name == name);

    private IEnumerable<string> Names() => Builtins.Select(builtin => builtin.Name).Concat(_place.Panels().Select(panel => panel.Name)).Concat(_place.Others.Select(other => other.Value.Name));

    private async Task<int> RunPanelAsync(PanelDescription panel, ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        var call = PanelCall.Parse(panel, words);
        if (!call.IsHelp) return await new PanelRunner(_place).RunAsync(call, cancellationToken);
        await Io.WriteAsync(HelpText.Of(Io, call.Verb), cancellationToken);
        return ExitCode.Ok;
    }

    /// <summary>Runs a command of another plugin; it is stopped when that plugin goes.</summary>
    private async Task<int> RunOtherAsync(LiveExport<IShellCommand> command, ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        using var session = new CommandSession(Io, cancellationToken);
        using var changes = _place.WhenOthersChange(change =>
        {
            if (change.Removed.Any(removed => ReferenceEquals(removed.Value, command.Value))) session.Stop();
        });
        if (_place.Others.All(other => !ReferenceEquals(other.Value, command.Value)))
            throw new CommandException(ExitCode.Unavailable, $"The plugin of '{command.Value.Name}' has just gone; try again in a moment.");
        return Math.Clamp(await session.RunAsync(command.Value, [.. words.Select(word => word.Text)]), 0, 255);
    }

    private async Task<int> HelpAsync(ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        await Io.WriteAsync(words switch
        {
            [] => HelpText.Of(Io, Builtins, _place.Panels(), _place.Others),
            [var name, .. var rest] => About(name.Text, rest),
        }, cancellationToken);
        return ExitCode.Ok;
    }

    private string About(string name, ImmutableArray<Word> rest)
    {
        if (Builtins.FirstOrDefault(builtin => builtin.Name == name) is { } builtin) return HelpText.Of(Io, builtin.Name, builtin.Usage, builtin.Summary);
        if (_place.FindPanel(name) is { } panel) return rest is [var verb, ..] ? HelpText.Of(Io, Place.Verb(panel, verb.Text)) : HelpText.Of(Io, panel);
        if (FindOther(name)?.Value is { } command) return HelpText.Of(Io, command.Name, command.Usage, command.Summary);
        throw new CommandException(ExitCode.Usage, $"There is no command '{SafeText.Line(name)}'{Nearest.Hint(name, Names())}");
    }

    private Task<int> ExitAsync(ImmutableArray<Word> words, CancellationToken cancellationToken)
    {
        var status = 0;
        if (words.Length > 1 || (words is [var given] && !(int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status <= 255)))
            throw new CommandException(ExitCode.Usage, "exit takes a status of 0 to 255, or nothing.");
        _isDone = true;
        return Task.FromResult(status);
    }
}
