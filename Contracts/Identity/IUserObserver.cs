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

    /// <summary>The same, with what it means for those who are logged in. Called instead; unless implemented, it calls the other.</summary>
    /// <param name="change">The user, and what is to end.</param>
    /// <inheritdoc cref="OnUserChanged(string)" path="/remarks"/>
    void OnUserChanged(UserChanged change)
    {
        ArgumentNullException.ThrowIfNull(change);
        OnUserChanged(change.Name);
    }
}
