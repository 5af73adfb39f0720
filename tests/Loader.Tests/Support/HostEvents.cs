namespace PluginFramework.Loader.Support;

/// <summary>An event of the host's that a plugin can forget to leave.</summary>
public static class HostEvents
{
    public static event Action? Changed;

    public static void Raise() => Changed?.Invoke();

    public static void Clear() => Changed = null;
}
