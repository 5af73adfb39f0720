using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>An endpoint that listens.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer or link has nothing to free.")]
internal sealed class BoundEndpoint(
    EndpointBinding binding, EndpointAddress address, ImmutableArray<IConnectionListener> listeners, ConnectionServer server)
{
    // After a failure such as "too many open files", which the next attempt would most likely meet again.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private ImmutableArray<Task> _loops = [];

    public EndpointBinding Binding => binding;

    /// <summary>The address as bound.</summary>
    public EndpointAddress Address => address;

    public ConnectionSet Connections { get; } = new();

    public void Start()
    {
        // The loops outlive whoever asked for the endpoint, and must not keep what it has in its async locals.
        using (ExecutionContext.SuppressFlow())
            _loops = [.. listeners.Select(listener => Task.Run(() => AcceptAsync(listener)))];
        NetworkLog.Listening(server.Log, binding.Protocol, address);
    }

    /// <summary>Stops listening. Connections go on; the inner task completes when the last of them is gone and all is freed.</summary>
    public async Task<Task> CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var listener in listeners) await ReportAsync(() => listener.UnbindAsync()).ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        NetworkLog.StoppedListening(server.Log, binding.Protocol, address);
        return RetireAsync();
    }

    private async Task AcceptAsync(IConnectionListener listener)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                if (await listener.AcceptAsync(CancellationToken.None).ConfigureAwait(false) is not { } context) return;
                server.Accept(context, this);
            }
            catch (Exception exception) when (!_closing.IsCancellationRequested)
            {
                NetworkLog.AcceptFailed(server.Log, address, exception);
                await Task.Delay(Pause, server.Clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                NetworkLog.CloseFailed(server.Log, address.ToString(), exception);
            }
        }
    }

    private async Task RetireAsync()
    {
        // A listener's memory serves its connections too, so it goes after them.
        await Connections.Close().ConfigureAwait(false);
        foreach (var listener in listeners) await ReportAsync(listener.DisposeAsync).ConfigureAwait(false);
    }

    private async Task ReportAsync(Func<ValueTask> close)
    {
        try
        {
            await close().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            NetworkLog.CloseFailed(server.Log, address.ToString(), exception);
        }
    }
}
