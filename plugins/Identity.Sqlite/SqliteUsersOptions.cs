using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sqlite;

/// <summary>Where users are kept.</summary>
public sealed class SqliteUsersOptions : IPluginOptions
{
    /// <summary>
    /// The database file; relative paths begin at the plugin's data directory. Default <c>users.db</c>. It must lie on a local disk: SQLite's
    /// locks and its shared memory do not work over network file systems.
    /// </summary>
    public string Path { get; set; } = "users.db";

    /// <summary>
    /// How long to wait for another process that is writing, in seconds. Default 10, range 1–300. Others write for milliseconds, so a
    /// longer wait means one hangs.
    /// </summary>
    public int BusyTimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Path)) yield return "Path is empty; it must name a file, such as users.db.";
        if (BusyTimeoutSeconds is < 1 or > 300) yield return $"BusyTimeoutSeconds is {BusyTimeoutSeconds}; it must lie in 1 to 300.";
    }
}
