namespace PluginFramework.Scripting.Tests;

/// <summary>Stands for library code that can neither be guarded nor woken.</summary>
public static class LimitTestsGate
{
    private static bool s_isOpen;

    /// <summary>Completes when an entry has come to <see cref="Arrive"/>.</summary>
    public static TaskCompletionSource Arrived { get; set; } = new();

    public static void Arrive() => Arrived.TrySetResult();

    public static bool IsOpen
    {
        get => Volatile.Read(ref s_isOpen);
        set => Volatile.Write(ref s_isOpen, value);
    }

    public static void WaitUnstoppably()
    {
        while (!IsOpen) Thread.SpinWait(100);
    }
}
