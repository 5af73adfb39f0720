namespace PluginFramework.Core.Logging;

/// <summary>How a log line looks.</summary>
internal enum LineFormat
{
    /// <summary>Short: the time of day, and an exception's message only.</summary>
    Console,

    /// <summary>As <see cref="Console"/>, with colours for a terminal.</summary>
    ColouredConsole,

    /// <summary>Short and without a time, for a log that has its own.</summary>
    Bare,

    /// <summary>As <see cref="Bare"/>, each line with its priority before it: <c>&lt;6&gt;</c>, as <c>sd-daemon(3)</c> has it.</summary>
    Journal,

    /// <summary>Date and time in UTC, and exceptions in full.</summary>
    File,
}
