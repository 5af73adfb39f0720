using PluginFramework.Plugins;

namespace PluginFramework.Irc;

/// <summary>What the IRC server calls itself, and its limits.</summary>
public sealed class IrcOptions : IPluginOptions
{
    /// <summary>The name the server gives in its replies, a host name with a dot, 63 characters at most. Default <c>irc.localhost</c>.</summary>
    public string ServerName { get; set; } = "irc.localhost";

    /// <summary>The network's name, a word of 30 characters at most, shown by clients. Default <c>PluginHost</c>.</summary>
    public string NetworkName { get; set; } = "PluginHost";

    /// <summary>The message of the day, 64 KiB at most, a line a line. Default empty: clients are told there is none.</summary>
    public string MessageOfTheDay { get; set; } = "";

    /// <summary>How long a client may take to log in. Default one minute, range 5 seconds to 10 minutes: time to type a password.</summary>
    public TimeSpan RegistrationTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client may be silent before it is pinged. Default 2 minutes, range 10 seconds to an hour.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may take to answer the ping. Default 1 minute, range 5 seconds to an hour.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one command may take, and how long a client may read nothing. Default 30 seconds, range 1 second to 10 minutes.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many commands a client may send at once before it is slowed down; costly commands count for several. Default 50, range
    /// 5–1000000: a client that enters 20 rooms on connecting is not slowed.
    /// </summary>
    public int FloodBurst { get; set; } = 50;

    /// <summary>How many commands a second a client may send for ever. Default 4, range 1–1000000: faster than anybody types.</summary>
    public int FloodPerSecond { get; set; } = 4;

    /// <summary>
    /// How many octets of commands may wait while a client is slowed down; with more it is disconnected. Default 32768, range
    /// 16384–1048576.
    /// </summary>
    public int MaxBacklogOctets { get; set; } = 32768;

    /// <summary>How many people or rooms one command may name. Default 4, range 1–20.</summary>
    public int MaxTargets { get; set; } = 4;

    /// <summary>How many failed logins end a connection. Default 3, range 1–20.</summary>
    public int MaxFailedLogins { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (ServerName.Length is 0 or > 63 || !ServerName.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(ServerName) != UriHostNameType.Dns)
            yield return $"ServerName is '{ServerName}'; it must be a host name with a dot, 63 characters at most.";
        if (NetworkName.Length is 0 or > 30 || !NetworkName.All(char.IsAsciiLetterOrDigit))
            yield return $"NetworkName is '{NetworkName}'; it must be 1 to 30 ASCII letters and digits.";
        if (MessageOfTheDay.Length > 65536) yield return $"MessageOfTheDay has {MessageOfTheDay.Length} characters; it may have 65536.";
        if (OutOfRange(RegistrationTimeout, 5, 600)) yield return $"RegistrationTimeout is {RegistrationTimeout}; it must lie in 00:00:05 to 00:10:00.";
        if (OutOfRange(PingInterval, 10, 3600)) yield return $"PingInterval is {PingInterval}; it must lie in 00:00:10 to 01:00:00.";
        if (OutOfRange(PingTimeout, 5, 3600)) yield return $"PingTimeout is {PingTimeout}; it must lie in 00:00:05 to 01:00:00.";
        if (OutOfRange(CommandTimeout, 1, 600)) yield return $"CommandTimeout is {CommandTimeout}; it must lie in 00:00:01 to 00:10:00.";
        if (FloodBurst is < 5 or > 1000000) yield return $"FloodBurst is {FloodBurst}; it must lie in 5 to 1000000.";
        if (FloodPerSecond is < 1 or > 1000000) yield return $"FloodPerSecond is {FloodPerSecond}; it must lie in 1 to 1000000.";
        if (MaxBacklogOctets is < 16384 or > 1048576) yield return $"MaxBacklogOctets is {MaxBacklogOctets}; it must lie in 16384 to 1048576.";
        if (MaxTargets is < 1 or > 20) yield return $"MaxTargets is {MaxTargets}; it must lie in 1 to 20.";
        if (MaxFailedLogins is < 1 or > 20) yield return $"MaxFailedLogins is {MaxFailedLogins}; it must lie in 1 to 20.";
    }

    private static bool OutOfRange(TimeSpan value, int fromSeconds, int toSeconds) =>
        value < TimeSpan.FromSeconds(fromSeconds) || value > TimeSpan.FromSeconds(toSeconds);
}
