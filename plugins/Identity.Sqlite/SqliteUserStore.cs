using System.Collections.Immutable;
using System.Composition;
using Microsoft.Data.Sqlite;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sqlite;

/// <summary>Keeps users in an SQLite file.</summary>
/// <remarks>
/// Reads take some microseconds and run where they are called; SQLite lets them go on beside a writer. Writes wait for the disk, so they
/// leave the caller's thread, one at a time.
/// </remarks>
[Export(typeof(IUserStore)), Shared]
public sealed class SqliteUserStore : IUserStore, IDisposable
{
    private const string Columns = "id, name, display_name, roles, protocols, is_disabled, created_at, removed_at";
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1);

    [ImportingConstructor]
    public SqliteUserStore(IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.GetOptions<SqliteUsersOptions>();
        _time = context.TimeProvider;
        _database = new SqliteDatabase(Path.GetFullPath(options.Path, context.DataDirectory), options.BusyTimeoutSeconds);
    }

    public string Name => "sqlite";

    public bool IsReadOnly => false;

    public bool KeepsRemoved => true;

    public ValueTask<User> CreateAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(secrets);
        return WriteAsync(connection =>
        {
            var created = user with { Id = Guid.CreateVersion7(_time.GetUtcNow()).ToString("n") };
            using var command = connection.Command("""
                INSERT INTO users (id, name, name_key, display_name, display_key, roles, protocols, is_disabled, created_at)
                VALUES ($id, $name, $key, $display, $displayKey, $roles, $protocols, $disabled, $created)
                """);
            UserRow.Bind(command, created);
            ExecuteUnique(command, created.Name);
            Insert(connection, created.Id, secrets);
            return created;
        }, cancellationToken);
    }

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Single("name_key = $value AND removed_at IS NULL", UserRow.Key(name), cancellationToken);
    }

    public ValueTask<User?> GetAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return Single("id = $value AND removed_at IS NULL", userId, cancellationToken);
    }

    public ValueTask<User?> FindBySecretAsync(StoredSecret secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Read<User?>(connection =>
        {
            using var command = connection.Command($"""
                SELECT {Columns} FROM users WHERE id IN (SELECT user_id FROM secrets WHERE scheme = $scheme AND value = $value) AND removed_at IS NULL LIMIT 2
                """, ("$scheme", secret.Scheme), ("$value", secret.Value));
            return UserRow.ReadAll(command) is [var user] ? user : null;
        }, cancellationToken);
    }

    public ValueTask<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        ListAsync(query, "removed_at IS NULL", cancellationToken);

    public ValueTask<ImmutableArray<User>> ListRemovedAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        ListAsync(query, "removed_at IS NOT NULL", cancellationToken);

    public ValueTask<User?> FindRemovedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Single("name_key = $value AND removed_at IS NOT NULL", UserRow.Key(name), cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string userId, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return WriteAsync(connection =>
        {
            using var command = connection.Command(
                "UPDATE users SET removed_at = $at WHERE id = $id AND removed_at IS NULL", ("$id", userId), ("$at", UserRow.OfTime(at)));
            return command.ExecuteNonQuery() > 0;
        }, cancellationToken);
    }

    public ValueTask<bool> RestoreAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return WriteAsync(connection =>
        {
            using var command = connection.Command("UPDATE users SET removed_at = NULL WHERE id = $id AND removed_at IS NOT NULL", ("$id", userId));
            return command.ExecuteNonQuery() > 0;
        }, cancellationToken);
    }

    private ValueTask<ImmutableArray<User>> ListAsync(UserQuery query, string condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit of a list of users must lie in 1 to 1000.");
        }

        return Read(connection =>
        {
            using var command = connection.Command($"""
                SELECT {Columns} FROM users
                WHERE {condition}
                  AND ($after IS NULL OR name_key > $after)
                  AND ($search IS NULL OR instr(name_key, $search) > 0 OR instr(display_key, $search) > 0)
                  AND ($role IS NULL OR EXISTS (SELECT 1 FROM json_each(roles) WHERE value = $role))
                ORDER BY name_key LIMIT $limit
                """,
                ("$after", query.After is null ? null : UserRow.Key(query.After)),
                ("$search", string.IsNullOrEmpty(query.Search) ? null : UserRow.Key(query.Search)),
                ("$role", query.Role),
                ("$limit", query.Limit));
            return UserRow.ReadAll(command);
        }, cancellationToken);
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken = default) => Read(connection =>
    {
        using var command = connection.Command("SELECT count(*) FROM users WHERE removed_at IS NULL");
        return (long)command.ExecuteScalar()!;
    }, cancellationToken);

    public ValueTask<User> UpdateAsync(User user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return WriteAsync(connection => Update(connection, user), cancellationToken);
    }

    public ValueTask<User> ReplaceAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(secrets);
        return WriteAsync(connection =>
        {
            Update(connection, user);
            Replace(connection, user.Id, secrets);
            return user;
        }, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return WriteAsync(connection =>
        {
            using var command = connection.Command("DELETE FROM users WHERE id = $id", ("$id", userId));
            return command.ExecuteNonQuery() > 0;
        }, cancellationToken);
    }

    public ValueTask<ImmutableArray<StoredSecret>> GetSecretsAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return Read(connection =>
        {
            using var command = connection.Command("""
                SELECT scheme, value FROM secrets WHERE user_id = (SELECT id FROM users WHERE id = $id AND removed_at IS NULL) ORDER BY position
                """, ("$id", userId));
            using var reader = command.ExecuteReader();
            var secrets = ImmutableArray.CreateBuilder<StoredSecret>();
            while (reader.Read()) secrets.Add(new StoredSecret(reader.GetString(0), reader.GetString(1)));
            return secrets.ToImmutable();
        }, cancellationToken);
    }

    public async ValueTask SetSecretsAsync(string userId, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentNullException.ThrowIfNull(secrets);
        await WriteAsync(connection =>
        {
            using var command = connection.Command("SELECT count(*) FROM users WHERE id = $id AND removed_at IS NULL", ("$id", userId));
            if ((long)command.ExecuteScalar()! == 0) throw NoSuchUser();
            Replace(connection, userId, secrets);
            return true;
        }, cancellationToken);
    }

    public void Dispose()
    {
        _database.Dispose();
        _writing.Dispose();
    }

    private static User Update(SqliteConnection connection, User user)
    {
        using var command = connection.Command("""
            UPDATE users SET name = $name, name_key = $key, display_name = $display, display_key = $displayKey, roles = $roles,
              protocols = $protocols, is_disabled = $disabled, created_at = $created
            WHERE id = $id AND removed_at IS NULL
            """);
        UserRow.Bind(command, user);
        return ExecuteUnique(command, user.Name) == 0 ? throw NoSuchUser() : user;
    }

    private static void Replace(SqliteConnection connection, string userId, IReadOnlyCollection<StoredSecret> secrets)
    {
        using var command = connection.Command("DELETE FROM secrets WHERE user_id = $id", ("$id", userId));
        command.ExecuteNonQuery();
        Insert(connection, userId, secrets);
    }

    private static void Insert(SqliteConnection connection, string userId, IReadOnlyCollection<StoredSecret> secrets)
    {
        var position = 0;
        foreach (var secret in secrets)
        {
            using var command = connection.Command(
                "INSERT INTO secrets (user_id, position, scheme, value) VALUES ($id, $position, $scheme, $value)",
                ("$id", userId), ("$position", position++), ("$scheme", secret.Scheme), ("$value", secret.Value));
            command.ExecuteNonQuery();
        }
    }

    private static int ExecuteUnique(SqliteCommand command, string name)
    {
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE)
        {
            throw new IdentityException(IdentityError.UserExists, $"There is a user '{name}' already; choose another name.");
        }
    }

    private static IdentityException NoSuchUser() => new(IdentityError.NoSuchUser, "There is no such user any more; the list of users shows who there is.");

    private ValueTask<User?> Single(string condition, string value, CancellationToken cancellationToken) => Read<User?>(connection =>
    {
        using var command = connection.Command($"SELECT {Columns} FROM users WHERE {condition}", ("$value", value));
        return UserRow.ReadAll(command) is [var user] ? user : null;
    }, cancellationToken);

    private ValueTask<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<T>(cancellationToken);
        try
        {
            return ValueTask.FromResult(_database.Read(read));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(exception);
        }
    }

    private async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _database.Write(write), CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }
}
