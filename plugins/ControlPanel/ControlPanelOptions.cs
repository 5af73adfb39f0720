using PluginFramework.Plugins;

namespace PluginFramework.ControlPanel;

/// <summary>How the control panel behaves.</summary>
public sealed class ControlPanelOptions : IPluginOptions
{
    /// <summary>
    /// How long after proving who one is dangerous acts ask for password or passkey no more. Default 10 minutes, range zero (every time) to a day: long enough to finish
    /// what was begun, short enough for a browser left open.
    /// </summary>
    public TimeSpan ConfirmationLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a page that is looked at is brought up to date. Default 5 seconds, range a second to an hour; zero: never.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the link to set up the first administrator is good. Default a day, range a minute to 7 days. Until then a restart goes on with it.</summary>
    public TimeSpan SetupLinkLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Longest form accepted, in octets. Default 1048576, range 4096–67108864. Longer ones are refused (413).</summary>
    public int MaxFormOctets { get; set; } = 1024 * 1024;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (ConfirmationLifetime < TimeSpan.Zero || ConfirmationLifetime > TimeSpan.FromDays(1))
            yield return $"ConfirmationLifetime is {ConfirmationLifetime}; it must lie in 00:00:00 to 1.00:00:00.";
        if (RefreshInterval != TimeSpan.Zero && (RefreshInterval < TimeSpan.FromSeconds(1) || RefreshInterval > TimeSpan.FromHours(1)))
            yield return $"RefreshInterval is {RefreshInterval}; it must be 00:00:00 or lie in 00:00:01 to 01:00:00.";
        if (SetupLinkLifetime < TimeSpan.FromMinutes(1) || SetupLinkLifetime > TimeSpan.FromDays(7))
            yield return $"SetupLinkLifetime is {SetupLinkLifetime}; it must lie in 00:01:00 to 7.00:00:00.";
        if (MaxFormOctets is < 4096 or > 64 * 1024 * 1024) yield return $"MaxFormOctets is {MaxFormOctets}; it must lie in 4096 to 67108864.";
    }
}
