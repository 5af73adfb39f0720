using System.Collections.Immutable;
using PluginFramework.Core.Control;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>Lets a command ask the daemon, or where none runs a host composed for the purpose. Disposed of with its command.</summary>
internal abstract class ActSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A daemon answers.</summary>
    public abstract bool IsOnline { get; }

    /// <summary>Opens a session.</summary>
    /// <param name="context">The command.</param>
    /// <param name="only">The contracts that the command needs where no daemon runs (<see cref="PluginHostSettings.Only"/>).</param>
    /// <exception cref="CommandException">The run directory is held by a process that does not answer.</exception>
    public static async Task<ActSession> OpenAsync(CommandContext context, ImmutableArray<string> only)
    {
        var begun = context.Builder.TimeProvider.GetTimestamp();
        while (true)
        {
            if (await TryConnectAsync(context).ConfigureAwait(false) is { } online) return online;
            context.RunDirectory.Create();
            if (context.RunDirectory.TryLock() is { } held) return context.Own(await OfflineActSession.StartAsync(context, held, only).ConfigureAwait(false));

            await WaitAsync(context, begun).ConfigureAwait(false);
        }
    }

    /// <summary>A session with the daemon; <see langword="null"/> where none runs.</summary>
    public static async Task<OnlineActSession?> TryConnectAsync(CommandContext context) =>
        await ControlClient.TryConnectAsync(context.RunDirectory.FindControlSocket(), context.CancellationToken).ConfigureAwait(false) is { } client
            ? context.Own(new OnlineActSession(client))
            : null;

    /// <summary>A session with the daemon; <see langword="null"/> where none runs and no other command is at work.</summary>
    /// <exception cref="CommandException">The run directory is held by a process that does not answer.</exception>
    public static async Task<OnlineActSession?> TryConnectSurelyAsync(CommandContext context)
    {
        var begun = context.Builder.TimeProvider.GetTimestamp();
        while (true)
        {
            if (await TryConnectAsync(context).ConfigureAwait(false) is { } online) return online;
            if (!File.Exists(context.RunDirectory.LockFile)) return null;
            using (var held = context.RunDirectory.TryLock())
            {
                if (held is not null) return null;
            }

            await WaitAsync(context, begun).ConfigureAwait(false);
        }
    }

    /// <summary>A session with the daemon.</summary>
    /// <exception cref="CommandException">None runs.</exception>
    public static async Task<OnlineActSession> ConnectAsync(CommandContext context) => await TryConnectAsync(context).ConfigureAwait(false) ??
        throw new CommandException(ExitCode.Unavailable, $"No daemon runs in {context.RunDirectory.Path}; `{context.Builder.Name} start` starts one.");

    /// <summary>Lists the panels with their acts.</summary>
    /// <exception cref="CommandException">The answer cannot be read.</exception>
    public abstract Task<ImmutableArray<PanelDescription>> ListPanelsAsync(CancellationToken cancellationToken);

    /// <summary>Lists the transports.</summary>
    /// <exception cref="CommandException">The answer cannot be read.</exception>
    public abstract Task<ImmutableArray<TransportInfo>> ListTransportsAsync(CancellationToken cancellationToken);

    /// <summary>Shows a panel.</summary>
    /// <inheritdoc cref="IPanelCatalog.ViewAsync"/>
    /// <exception cref="CommandException">It was refused, or the answer cannot be read.</exception>
    public abstract Task<View> ViewAsync(
        string panel, string? subject = null, ImmutableDictionary<string, ImmutableArray<string>>? filters = null, string? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Carries out an act.</summary>
    /// <inheritdoc cref="IPanelCatalog.ActAsync"/>
    /// <exception cref="CommandException">It was refused, or the answer cannot be read.</exception>
    public abstract Task<ActResult> ActAsync(
        string panel, ActRequest request, IProgress<View.Progress>? progress = null, CancellationToken cancellationToken = default);

    public abstract ValueTask DisposeAsync();

    /// <summary>A daemon that has just begun opens its socket in a moment, and a command at work will be done.</summary>
    private static Task WaitAsync(CommandContext context, long begun) => context.Builder.TimeProvider.GetElapsedTime(begun) <= Patience
        ? Task.Delay(TimeSpan.FromMilliseconds(25), context.Builder.TimeProvider, context.CancellationToken)
        : throw new CommandException(ExitCode.Retry, $"Another process is at work in {context.RunDirectory.Path} and does not answer; try again when it is done.");
}
