using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Identity;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Keeps the endpoints in line with what runs. Used from the lifecycle thread.</summary>
/// <param name="network">The listening sockets.</param>
/// <param name="findUsers">Finds the user database, if there is one.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class HostEndpoints(HostNetwork network, Func<IUserManager?> findUsers, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How long the user database may take to say whether there is an operator.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly EndpointPlanner _planner = new(network.Options.HoldTime, timeProvider);

    /// <summary>How long until an endpoint is to be closed that is held open for a plugin that may come back; <see langword="null"/> if none is.</summary>
    public TimeSpan? Linger => _planner.IsLingering ? _planner.Linger : null;

    /// <summary>Binds and closes what has to be.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="configuration">Where to listen instead of the defaults.</param>
    /// <param name="mayReturn">Whether the plugin that served a protocol may come back by itself.</param>
    /// <param name="cancellationToken">Ends it; what had been changed by then stays so.</param>
    public async Task ApplyAsync(
        IEnumerable<PluginInstance> running, HostConfiguration configuration, Func<string, bool> mayReturn, CancellationToken cancellationToken)
    {
        var wanted = _planner.Wanted(running, configuration, mayReturn);
        // Other machines are let in once somebody can administer this one: whoever came first could become administrator otherwise.
        if (await HasOperatorAsync(cancellationToken).ConfigureAwait(false) is { } hasOperator) network.Options.AllowNonLoopback = hasOperator;
        await network.Endpoints.ApplyAsync(wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes all.</summary>
    public Task CloseAsync() => network.Endpoints.ApplyAsync([], CancellationToken.None);

    /// <returns><see langword="null"/> where it cannot be found out just now.</returns>
    private async Task<bool?> HasOperatorAsync(CancellationToken cancellationToken)
    {
        if (findUsers() is not { } users) return null;
        try
        {
            var operators = await Task.Run(() => users.ListAsync(new() { Role = WellKnownRoles.Operator }, cancellationToken), cancellationToken)
                .WaitAsync(Limit, timeProvider, cancellationToken).ConfigureAwait(false);
            return operators.Any(user => !user.IsDisabled);
        }
#pragma warning disable CA1031 // The user database is a plugin: whatever it throws, loopback endpoints must be bound all the same.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LifecycleLog.OperatorsUnknown(logger, exception);
            return null;
        }
    }
}
