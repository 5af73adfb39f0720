using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PluginFramework.Identity.Sqlite;

/// <summary>The file and its connections. Opened when first used, since loading SQLite takes longer than a plugin's start should.</summary>
/// <remarks>
/// The connections are kept here and not in the provider's pool, which outlives the plugin. Write-ahead log, every commit flushed to disk.
/// </remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private const int MaxIdle = 8;
    private readonly string _path;
    private readonly int _busyTimeoutSeconds;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly Lock _gate = new(); // guards _isReady, and the hand-back of connections against disposal
    private bool _isReady;
    private bool _isDisposed;

    /// <summary>Looks at the file's header at once, so that a wrong file is reported when the plugin starts and not at the first login.</summary>
    /// <exception cref="InvalidDataException">The file is no user database or of a newer version.</exception>
    public SqliteDatabase(string path, int busyTimeoutSeconds)
    {
        _path = path;
        _busyTimeoutSeconds = busyTimeoutSeconds;
        SqliteHeader.Check(path);
    }

    public T Read<T>(Func<SqliteConnection, T> read) => Use(read);

    /// <summary>Runs the work in a transaction: all of it is on disk when this returns, none of it when it throws.</summary>
    public T Write<T>(Func<SqliteConnection, T> write) => Use(connection =>
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var result = write(connection);
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            // Some errors, a full disk among them, have rolled back already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) connection.Execute("ROLLBACK");
            throw;
        }
    });

    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        while (_idle.TryTake(out var connection)) connection.Dispose();
    }

    private T Use<T>(Func<SqliteConnection, T> work)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var connection = default(SqliteConnection);
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : Open();
            var result = work(connection);
            connection = HandBack(connection);
            return result;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw SqliteHeader.Damaged(_path, exception);
        }
        catch (IdentityException)
        {
            connection = HandBack(connection);
            throw;
        }
        finally
        {
            // After an error of the database the connection's state is anyone's guess.
            connection?.Dispose();
        }
    }

    // Takes the connection back, or leaves it to the caller to dispose of.
    private SqliteConnection? HandBack(SqliteConnection? connection)
    {
        lock (_gate)
        {
            if (connection is null || _isDisposed || _idle.Count >= MaxIdle) return connection;
            _idle.Add(connection);
            return null;
        }
    }

    private SqliteConnection Open()
    {
        lock (_gate)
        {
            if (!_isReady) CreateFile();
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = _path,
                Mode = SqliteOpenMode.ReadWrite, // a file that has vanished is an error, not a new and empty user database
                Pooling = false,
                DefaultTimeout = _busyTimeoutSeconds,
            }.ToString());
            try
            {
                connection.Open();
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                    PRAGMA busy_timeout = {_busyTimeoutSeconds * 1000};
                    PRAGMA foreign_keys = ON;
                    PRAGMA synchronous = FULL;
                    """));
                if (!_isReady) SqliteSchema.Prepare(connection, _path);
                _isReady = true;
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    // SQLite gives the log and the shared memory beside the file the file's own mode: nobody else may read secrets.
    private void CreateFile()
    {
        if (File.Exists(_path)) return;
        var directory = Path.GetDirectoryName(_path) ?? throw new InvalidDataException($"'{_path}' is no path of a file; set Path to one.");
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(_path, options).Dispose();
    }
}
