using PluginFramework.Identity;

namespace PluginFramework.Core.Lifecycle;

/// <summary>The host's own ear for changes of users.</summary>
internal sealed class UserObserver(Action changed) : IUserObserver
{
    public void OnUserChanged(string name) => changed();
}
