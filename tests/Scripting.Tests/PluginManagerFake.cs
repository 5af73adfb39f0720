using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Tests;

public sealed class PluginManagerFake : IPluginManager
{
    public List<string> Calls { get; } = [];

    public ImmutableArray<PluginStatus> List() => [new("irc", "1.0.0", PluginState.Active, null), new("mail", "1.0.0", PluginState.Waiting, "needs users")];

    public PluginStatus? Find(string id) => List().FirstOrDefault(plugin => plugin.Id == id);

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => Done("reload", id);

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Done("enable", id);

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Done("disable", id);

    private Task<PluginStatus> Done(string what, string id)
    {
        Calls.Add($"{what} {id}");
        return Find(id) is { } plugin ? Task.FromResult(plugin) : Task.FromException<PluginStatus>(new PluginNotFoundException(id));
    }
}
