using System.Buffers.Binary;

namespace PluginFramework.Identity.Sqlite;

/// <summary>The first octets of an SQLite file, read without SQLite (the SQLite file format §1.3).</summary>
internal static class SqliteHeader
{
    /// <summary>Marks a file as a user database of this plugin: "PFus".</summary>
    public const int ApplicationId = 0x50467573;

    private const int Octets = 100, VersionOffset = 60, ApplicationOffset = 68;

    /// <summary>Refuses what is plainly no user database. A file that is absent or empty is one to be.</summary>
    /// <exception cref="InvalidDataException">The file is of another kind or of a newer version.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[Octets];
        var length = file.ReadAtLeast(header, Octets, throwOnEndOfStream: false);
        if (length == 0) return;
        if (length < Octets || !header.AsSpan().StartsWith("SQLite format 3\0"u8)) throw Damaged(path, null);
        CheckVersion(path, Number(header, ApplicationOffset), Number(header, VersionOffset));
    }

    /// <summary>Refuses a database of another program or of a newer version of this one.</summary>
    public static void CheckVersion(string path, long applicationId, long version)
    {
        if (applicationId != ApplicationId && !(applicationId == 0 && version == 0))
        {
            throw new InvalidDataException($"'{path}' is the database of another program; set Path to another file.");
        }

        if (version > SqliteSchema.Version)
        {
            throw new InvalidDataException(
                $"'{path}' has schema version {version}, and this plugin knows {SqliteSchema.Version} at most. "
                + "Install the newer plugin again, or restore a copy of the file from before it.");
        }
    }

    public static InvalidDataException Damaged(string path, Exception? cause) => new(
        $"'{path}' is damaged or is no SQLite database. Restore it from a copy, save what can be saved with `sqlite3 '{path}' .recover`, "
        + "or move it away to begin with no users.", cause);

    private static int Number(byte[] header, int offset) => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(offset));
}
