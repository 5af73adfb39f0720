using PluginFramework.Panels;

namespace PluginFramework.Identity;

/// <summary>Has panels refuse what accounts refuse.</summary>
internal static class IdentityPanels
{
    /// <exception cref="PanelException">It was refused.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (IdentityException error)
        {
            throw new PanelException(ErrorOf(error.Error), error.Message, error);
        }
        catch (HashQueueFullException error)
        {
            throw new PanelException(PanelError.Busy, "Too many passwords are being set and checked just now; try again in a moment.", error);
        }
    }

    private static PanelError ErrorOf(IdentityError error) => error switch
    {
        IdentityError.NoSuchUser => PanelError.NotFound,
        IdentityError.ReadOnly => PanelError.Unavailable,
        IdentityError.UserExists => PanelError.Failed,
        _ => PanelError.Invalid,
    };
}
