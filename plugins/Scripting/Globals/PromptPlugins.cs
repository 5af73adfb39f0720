using System.Collections;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Globals;

/// <summary>The plugins, as a prompt sees them: a sequence by id, and what can be done to them. The prompt awaits the tasks.</summary>
public sealed class PromptPlugins : IEnumerable<PluginStatus>
{
    private readonly IPluginManager _manager;
    private readonly Caller _caller;

    internal PromptPlugins(IPluginManager manager, Caller caller) => (_manager, _caller) = (manager, caller);

    /// <inheritdoc cref="IPluginManager.Find"/>
    public PluginStatus? Find(string id) => _manager.Find(id);

    /// <summary>The plugin of that id, or <see langword="null"/>.</summary>
    public PluginStatus? this[string id] => _manager.Find(id);

    /// <inheritdoc cref="IPluginManager.ReloadAsync"/>
    public Task<PluginStatus> Reload(string id) => _manager.ReloadAsync(id);

    /// <inheritdoc cref="IPluginManager.EnableAsync"/>
    public Task<PluginStatus> Enable(string id) => _manager.EnableAsync(id, _caller);

    /// <inheritdoc cref="IPluginManager.DisableAsync"/>
    public Task<PluginStatus> Disable(string id) => _manager.DisableAsync(id, _caller);

    /// <inheritdoc/>
    public IEnumerator<PluginStatus> GetEnumerator() => ((IEnumerable<PluginStatus>)_manager.List()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
