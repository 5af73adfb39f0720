using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections.Features;

namespace PluginFramework.Core.Network;

/// <summary>Asks the handler of one connection to finish.</summary>
/// <remarks>Nothing but the connection refers to the source, so whatever a handler registers with it goes when the connection does.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer or link has nothing to free.")]
internal sealed class ConnectionLifetime(Action<Exception> onCallbackFailed) : IConnectionLifetimeNotificationFeature
{
    private readonly CancellationTokenSource _closeRequested = new();

    public CancellationToken ConnectionClosedRequested
    {
        get => _closeRequested.Token;
        set => throw new NotSupportedException("The host asks connections to finish; the token cannot be replaced.");
    }

    /// <summary>Fires the token. A handler's callbacks run elsewhere, so that one that blocks holds up no other connection.</summary>
    public void RequestClose() => _ = CancelAsync();

    private async Task CancelAsync()
    {
        try
        {
            await _closeRequested.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            onCallbackFailed(exception);
        }
    }
}
