using Microsoft.Data.Sqlite;

namespace PluginFramework.Identity.Sqlite;

internal static class SqliteCommands
{
    extension(SqliteConnection connection)
    {
        /// <summary>A command of constant text; values come as parameters only.</summary>
        public SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object? Value)> values)
        {
            var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller's text is a constant of this plugin.
            command.CommandText = text;
#pragma warning restore CA2100
            foreach (var (name, value) in values) command.Bind(name, value);
            return command;
        }

        public void Execute(string text)
        {
            using var command = connection.Command(text);
            command.ExecuteNonQuery();
        }
    }

    public static void Bind(this SqliteCommand command, string name, object? value) =>
        command.Parameters.AddWithValue(name, value ?? DBNull.Value);
}
