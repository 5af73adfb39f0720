using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;
using PluginFramework.Shell.Editing;

namespace PluginFramework.Shell;

/// <summary>The shell: panels as commands, and the C# prompt for operators.</summary>
[Export(typeof(IShell))]
[Shared]
public sealed class ShellService : IShell
{
    private readonly IPanelCatalog _catalog;
    private readonly ShellServices _services;
    private readonly IPluginContext _context;
    private readonly ILogger _logger;

    [ImportingConstructor]
    public ShellService(
        IPanelCatalog catalog, ILiveExports<IViewRenderer> renderers, ILiveExports<IPromptConsoles> consoles, ILiveExports<IShellCommand> commands, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_catalog, _context, _logger) = (catalog, context, context.LoggerFactory.CreateLogger(context.Id));
        _services = new(new(context, _logger), renderers, consoles, commands);
    }

    /// <inheritdoc/>
    public async Task<int> RunAsync(IShellSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var ending = new SessionEnding(session, _context.Stopping, cancellationToken);
        var io = new ShellIo(session, _context.TimeProvider);
        var shell = new CommandShell(new(io, _catalog, _services), _logger);
        try
        {
            return session switch
            {
                { Command: { } command } => await shell.RunLineAsync(command, ending.Token),
                { Terminal: not null } => await shell.InteractAsync(ending.Token),
                _ => await shell.RunScriptAsync(ending.Token),
            };
        }
        catch (OperationCanceledException)
        {
            // The client has gone, a signal came, or the shell is replaced or stopped.
            if (_context.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested) await FarewellAsync(io, cancellationToken);
            return ExitCode.Interrupted;
        }
        catch (CommandException wrong)
        {
            await io.ErrorAsync(wrong.Message + "\n", ending.Token);
            return wrong.ExitCode;
        }
    }

    private static async Task FarewellAsync(ShellIo io, CancellationToken cancellationToken)
    {
        try
        {
            // What was cut off had no time to give the terminal back as it was.
            if (io.Can.IsRich) await io.SendAsync(LineReader.PasteOff + PanelWatch.ShowCursor, cancellationToken);
            await io.ErrorAsync("\nThe shell is being replaced or stopped; log in again.\n", cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Now the client has gone as well.
        }
    }
}
