using System.Diagnostics;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Looks until something holds.</summary>
    /// <exception cref="TimeoutException">It does not in time; the message says what there is instead.</exception>
    public static async Task HoldsAsync(string what, Func<Task<bool>> holds, Func<string> otherwise, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > (patience ?? Patience)) throw new TimeoutException($"{what} did not come true.{Environment.NewLine}{otherwise()}");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
