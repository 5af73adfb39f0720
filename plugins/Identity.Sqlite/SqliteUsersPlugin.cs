using PluginFramework.Identity.Sqlite;
using PluginFramework.Plugins;

[assembly: Plugin("identity.sqlite", Title = "Users in SQLite", Options = typeof(SqliteUsersOptions),
    Description = "Keeps users in an SQLite file.")]

// Native code and its callbacks keep a collectible context alive for good.
[assembly: ResidentLibrary("Microsoft.Data.Sqlite*")]
[assembly: ResidentLibrary("SQLitePCL*")]
