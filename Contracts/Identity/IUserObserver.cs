namespace PluginFramework.Identity;

/// <summary>Hears of changes of users. Export it to be told of every change made through <see cref="IUserManager"/>.</summary>
public interface IUserObserver
{
    /// <summary>A user was added, changed or removed.</summary>
    /// <param name="name">The user's name; read the user afresh for what is true now.</param>
    /// <remarks>
    /// Called after the change is stored, from any thread, while whoever made the change waits: it must return soon. What it throws is logged
    /// and changes nothing.
    /// </remarks>
    void OnUserChanged(string name);
}
