using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Auditing;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Control;
using PluginFramework.Core.Logging;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>A session with a host of this command's own, which holds the run directory meanwhile.</summary>
internal sealed class OfflineActSession : ActSession
{
    private readonly Stack<IDisposable> _owned = new();
    private IPluginHost? _host;

    private OfflineActSession(RunDirectoryLock held) => _owned.Push(held);

    public override bool IsOnline => false;

    private static Caller Self { get; } = ControlSurface.Caller(PeerCredentials.Self);

    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public IPluginHost Host => _host ?? throw new ObjectDisposedException(nameof(OfflineActSession));

    public static async Task<OfflineActSession> StartAsync(CommandContext context, RunDirectoryLock held, ImmutableArray<string> only)
    {
        var session = new OfflineActSession(held);
        try
        {
            await session.StartAsync(context, only).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task<ImmutableArray<PanelDescription>> ListPanelsAsync(CancellationToken cancellationToken) => Task.FromResult(Host.Panels.List(Self));

    public override Task<ImmutableArray<TransportInfo>> ListTransportsAsync(CancellationToken cancellationToken) => Task.FromResult(Host.Transports);

    public override Task<View> ViewAsync(
        string panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>>? filters, string? after, CancellationToken cancellationToken) =>
        DoAsync(() => Host.Panels.ViewAsync(panel, Self, subject, filters, after, cancellationToken));

    public override Task<ActResult> ActAsync(string panel, ActRequest request, IProgress<View.Progress>? progress, CancellationToken cancellationToken) =>
        DoAsync(() => Host.Panels.ActAsync(panel, request, Self, progress, cancellationToken));

    public override async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            try
            {
                await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }

        while (_owned.TryPop(out var owned)) owned.Dispose();
    }

    private static async Task<T> DoAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (PanelException error)
        {
            throw new CommandException(ControlSurface.ExitCodeOf(error.Error), error.Message, error);
        }
    }

    private async Task StartAsync(CommandContext context, ImmutableArray<string> only)
    {
        var sources = context.Sources;
        var configuration = context.FileText is { } text ? HostConfiguration.Load(sources, text) : HostConfiguration.Load(sources);

        // What a daemon tells its log in passing would only hide the command's own answer.
        var filter = new LogFilter(context.LogFloor) { CurrentValue = { MinLevel = context.LogFloor ?? LogLevel.Error } };
        var console = context.ConsoleLog;
        _owned.Push(console);
        var loggers = HostLogging.Create([console], filter);
        _owned.Push(loggers);
        var audit = new AuditFile(context.RunDirectory.AuditFile, context.Builder.TimeProvider);
        _owned.Push(audit);
        var settings = context.SettingsFor(configuration, sources) with { Only = only, NoListen = true, Watch = false };
        _host = context.CreateHost(settings, loggers, audit);
        await _host.StartAsync(context.CancellationToken).ConfigureAwait(false);
    }
}
