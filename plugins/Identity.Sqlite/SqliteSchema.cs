using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PluginFramework.Identity.Sqlite;

/// <summary>The tables, and the steps that lead an older file to them.</summary>
internal static class SqliteSchema
{
    // Step n leads from version n to n + 1. Steps that were ever released never change.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE users (
          id           TEXT PRIMARY KEY,
          name         TEXT NOT NULL,
          name_key     TEXT NOT NULL UNIQUE,
          display_name TEXT,
          display_key  TEXT,
          roles        TEXT NOT NULL,
          protocols    TEXT NOT NULL,
          is_disabled  INTEGER NOT NULL,
          created_at   TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE secrets (
          user_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          scheme   TEXT NOT NULL,
          value    TEXT NOT NULL,
          PRIMARY KEY (user_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX secrets_by_value ON secrets (scheme, value);
        """,
        """
        ALTER TABLE users ADD COLUMN removed_at TEXT;
        CREATE INDEX users_removed ON users (name_key) WHERE removed_at IS NOT NULL;
        """,
    ];

    public static int Version => Steps.Length;

    /// <summary>Brings the file up to date, once, whichever of several processes comes first.</summary>
    /// <exception cref="InvalidDataException">The file belongs to another program or is of a newer version.</exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        if (IsCurrent(connection, path)) return;
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            if (!IsCurrent(connection, path)) Migrate(connection, path);
            connection.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static bool IsCurrent(SqliteConnection connection, string path)
    {
        var version = Number(connection, "PRAGMA user_version");
        SqliteHeader.CheckVersion(path, Number(connection, "PRAGMA application_id"), version);
        return version == Version;
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        var version = (int)Number(connection, "PRAGMA user_version");
        if (version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new InvalidDataException($"'{path}' is the database of another program; set Path to another file.");
        }

        foreach (var step in Steps.AsSpan(version)) connection.Execute(step);
        connection.Execute(string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {SqliteHeader.ApplicationId}; PRAGMA user_version = {Version};"));
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using var command = connection.Command(query);
        return (long)command.ExecuteScalar()!;
    }
}
