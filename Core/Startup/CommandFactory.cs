using System.CommandLine;

namespace PluginFramework.Core.Startup;

/// <summary>Makes commands that get a <see cref="CommandContext"/>.</summary>
internal sealed class CommandFactory(PluginApplicationBuilder builder, GlobalOptions options)
{
    public Command Create(string name, string description, Func<CommandContext, Task<int>> execute, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else if (symbol is Option option) command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => InvokeAsync(parsed, execute, cancellationToken));
        return command;
    }

    public async Task<int> InvokeAsync(ParseResult parsed, Func<CommandContext, Task<int>> execute, CancellationToken cancellationToken)
    {
        var context = new CommandContext(builder, options, parsed, cancellationToken);
        await using var owned = context.ConfigureAwait(false);
        return await execute(context).ConfigureAwait(false);
    }
}
