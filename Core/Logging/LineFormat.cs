namespace PluginFramework.Core.Logging;

/// <summary>How a log line looks.</summary>
internal enum LineFormat
{
    /// <summary>Short: the time of day, and an exception's message only.</summary>
    Console,

    /// <summary>As <see cref="Console"/>, with colours for a terminal.</summary>
    ColouredConsole,

    /// <summary>Date and time in UTC, and exceptions in full.</summary>
    File,
}
