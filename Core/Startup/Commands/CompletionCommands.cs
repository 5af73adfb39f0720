using System.CommandLine;
using PluginFramework.Core.Control;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>completions SHELL</c>, and the hidden <c>complete</c> that the shells ask.</summary>
internal static class CompletionCommands
{
    /// <summary>Who presses Tab does not wait long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IEnumerable<Command> Create(CommandFactory factory, RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        yield return factory.Create("completions", "Write a script that completes commands in a shell", context =>
        {
            context.Screen.Line(CompletionScripts.For(context.Parsed.GetRequiredValue(shell), context.Builder.Name));
            return Task.FromResult(ExitCode.Ok);
        }, shell);
        var words = new Argument<string[]>("WORD") { Arity = ArgumentArity.ZeroOrMore };
        var complete = factory.Create("complete", "Say how a command line can go on", context => CompleteAsync(context, root, words), words);
        complete.Hidden = true;
        yield return complete;
    }

    private static async Task<int> CompleteAsync(CommandContext context, RootCommand root, Argument<string[]> words)
    {
        var line = CompletionLine.Of(root, context.Parsed.GetValue(words) ?? []);
        var candidates = line.Candidates();
        if (line.Panel is { } panel) candidates = candidates.Concat(await SubjectsAsync(context, line, panel).ConfigureAwait(false));
        foreach (var candidate in candidates.Where(candidate => candidate.StartsWith(line.Word, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal))
            context.Screen.Line(candidate);
        return ExitCode.Ok;
    }

    /// <summary>What a panel of the running daemon shows; nothing where none runs, or it does not answer at once.</summary>
    private static async Task<IEnumerable<string>> SubjectsAsync(CommandContext context, CompletionLine line, string panel)
    {
        using var limit = new CancellationTokenSource(Patience, context.Builder.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            var runDirectory = RunDirectory.Resolve(line.RunDirectory, context.Builder.EnvironmentVariables);
            if (await ControlClient.TryConnectAsync(runDirectory.FindControlSocket(), both.Token).ConfigureAwait(false) is not { } client) return [];
            var session = context.Own(new OnlineActSession(client));
            var view = await session.ViewAsync(panel, null, null, null, both.Token).WaitAsync(both.Token).ConfigureAwait(false);
            return view is View.Table table ? table.Rows.Select(row => panel == "config" ? row.Cells[0].Text : row.Subject ?? row.Cells[0].Text) : [];
        }
        catch (Exception error) when (error is CommandException or OperationCanceledException or IOException)
        {
            return []; // a command line that is being typed is no place for messages
        }
    }
}
