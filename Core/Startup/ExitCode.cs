namespace PluginFramework.Core.Startup;

/// <summary>How a command ends, after <c>sysexits.h</c>.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Not done; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>Something needed is not there: a port, the daemon, a plugin.</summary>
    public const int Unavailable = 69;

    /// <summary>Something is busy; the same command may succeed later.</summary>
    public const int Retry = 75;

    /// <summary>Not permitted.</summary>
    public const int Denied = 77;

    /// <summary>The configuration is wrong.</summary>
    public const int Configuration = 78;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
