using System.Collections.Concurrent;
using System.Net.Sockets;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Clients that connect to the IRC server one after the other and ask it something, until it is disposed of.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly Task _clients;
    private int _served;

    public Traffic(Uri address) => _clients = RunAsync(address);

    /// <summary>How many were answered.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>What befell those that were not.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>Waits until some more have been answered.</summary>
    public Task GoOnAsync(int more)
    {
        var goal = Served + more;
        return Eventually.HoldsAsync($"{more} more clients are served", () => Task.FromResult(Served >= goal), () => string.Join(Environment.NewLine, Refused));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _clients;
        _end.Dispose();
    }

    private async Task RunAsync(Uri address)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var client = await RawClient.ConnectAsync(address);
                await client.SendAsync("CAP LS 302");
                // Whoever comes while the server is replaced may be told to come again, which is an answer, too.
                await client.Lines.ReadUntilAsync(" ");
                Interlocked.Increment(ref _served);
            }
            catch (Exception exception) when (exception is SocketException or IOException or TimeoutException && !_end.IsCancellationRequested)
            {
                _refused.Enqueue($"After {Served}: {exception.Message}");
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
