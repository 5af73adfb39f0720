using System.Composition;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.ControlPanel.Setup;

/// <summary>Says at the start, and when the last operator has gone, how to make the first administrator, while there is none: in the log, and in a file that only the daemon's user can read.</summary>
[Export(typeof(IHostedService)), Export(typeof(IUserObserver)), Shared]
[method: ImportingConstructor]
public sealed class SetupAnnouncement(SetupLink link, IEndpointCatalog endpoints, IPluginContext context) : IHostedService, IUserObserver
{
    /// <summary>How long to wait for the web server to listen; what it was configured to is said after that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = context.LoggerFactory.CreateLogger("control-panel");
    private readonly Lock _lock = new(); // Guards which announcement is the last.
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);

    /// <summary>Ends when the link was announced, or none is needed.</summary>
    internal Task Completion { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock) Completion = AnnounceAsync(Task.CompletedTask);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Completion.WaitAsync(cancellationToken);
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public void OnUserChanged(string name) => LookAgain();

    /// <inheritdoc/>
    public void OnUserChanged(UserChanged change)
    {
        ArgumentNullException.ThrowIfNull(change);
        // Roles that were taken away, and users who are gone, end sessions.
        if (change.EndsSessions || change.IsGone) LookAgain();
    }

    private void LookAgain()
    {
        if (_stop.IsCancellationRequested) return;
        link.Recheck();
        lock (_lock) Completion = AnnounceAsync(Completion);
    }

    private async Task AnnounceAsync(Task before)
    {
        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!await link.IsNeededAsync(_stop.Token) || link.Until is not null) return;
            var root = await FindRootAsync();
            if (!await link.IsNeededAsync(_stop.Token)) return;
            var address = $"{root}{PanelUrls.With(PanelUrls.Setup, ("token", link.Resume() ?? link.Renew()))}";
            WriteFile(address);
            ControlPanelLog.SetupLink(_logger, address, link.Until ?? context.TimeProvider.GetUtcNow(), link.FilePath);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It stops before it came to it.
        }
#pragma warning disable CA1031 // The user database is a plugin; whatever it throws must not end the process from a task nobody waits for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            ControlPanelLog.SetupLinkFailed(_logger, error);
        }
    }

    /// <summary>Where the web server listens on this machine, plain before TLS: a certificate made by the daemon itself would only frighten.</summary>
    private async Task<string> FindRootAsync()
    {
        var begin = context.TimeProvider.GetTimestamp();
        while (true)
        {
            var found = endpoints.List().Where(endpoint => endpoint.Protocol == "http").Select(endpoint => (Address: AddressOf(endpoint.Address), IsBound: endpoint.Error is null))
                .Where(endpoint => endpoint.Address is not null).OrderBy(endpoint => endpoint.IsBound ? 0 : 1).ThenBy(endpoint => endpoint.Address, StringComparer.Ordinal).ToList();
            if (found is [{ IsBound: true }, ..]) return found[0].Address!;
            if (context.TimeProvider.GetElapsedTime(begin) >= Patience) return found is [var first, ..] ? first.Address! : "http://localhost";
            await Task.Delay(LookInterval, context.TimeProvider, _stop.Token);
        }
    }

    /// <summary>An address for a browser: <c>tcp://127.0.0.1:8080</c> is <c>http://127.0.0.1:8080</c>; of what listens everywhere, this machine.</summary>
    internal static string? AddressOf(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("tcp" or "tls" or "http" or "https")) return null;
        var host = uri.Host is "0.0.0.0" or "*" or "[::]" ? "localhost" : uri.Host;
        return $"{(uri.Scheme is "tls" or "https" ? "https" : "http")}://{host}:{uri.Port}";
    }

    private void WriteFile(string address)
    {
        File.Delete(link.FilePath);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(link.FilePath, options)) writer.WriteLine(address);
        File.SetLastWriteTimeUtc(link.FilePath, link.MadeAt.UtcDateTime);
    }
}
