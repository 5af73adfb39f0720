using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace PluginFramework.Identity.Sqlite;

/// <summary>A user as a row of the table.</summary>
internal static class UserRow
{
    /// <summary>The form under which names are compared and ordered.</summary>
    public static string Key(string text) => text.ToUpperInvariant();

    public static void Bind(SqliteCommand command, User user)
    {
        command.Bind("$id", user.Id);
        command.Bind("$name", user.Name);
        command.Bind("$key", Key(user.Name));
        command.Bind("$display", user.DisplayName);
        command.Bind("$displayKey", user.DisplayName is null ? null : Key(user.DisplayName));
        command.Bind("$roles", ToJson(user.Roles));
        command.Bind("$protocols", ToJson(user.Protocols));
        command.Bind("$disabled", user.IsDisabled ? 1 : 0);
        command.Bind("$created", OfTime(user.CreatedAt));
    }

    public static string OfTime(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    public static ImmutableArray<User> ReadAll(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var users = ImmutableArray.CreateBuilder<User>();
        while (reader.Read())
        {
            users.Add(new User
            {
                Id = reader.GetString(0),
                Name = reader.GetString(1),
                DisplayName = reader.IsDBNull(2) ? null : reader.GetString(2),
                Roles = FromJson(reader.GetString(3)),
                Protocols = FromJson(reader.GetString(4)),
                IsDisabled = reader.GetInt64(5) != 0,
                CreatedAt = ToTime(reader.GetString(6)),
                RemovedAt = reader.IsDBNull(7) ? null : ToTime(reader.GetString(7)),
            });
        }

        return users.ToImmutable();
    }

    private static DateTimeOffset ToTime(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static string ToJson(ImmutableArray<string> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var value in values.IsDefault ? [] : values) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ImmutableArray<string> FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetString() ?? "")];
    }
}
