using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network.Tests;

/// <summary>A handler made of a function.</summary>
internal sealed class DelegateHandler(Func<ConnectionContext, Task> serve) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => serve(connection);
}
