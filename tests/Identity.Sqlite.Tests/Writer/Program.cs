// Adds users to a database for as long as it lives, and names each one when the store says it is stored.
using PluginFramework.Identity;
using PluginFramework.Identity.Sqlite;
using PluginFramework.TestUtilities;

var (path, prefix, count) = (args[0], args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
using var context = new TestPluginContext(options: new SqliteUsersOptions { Path = path });
using var store = new SqliteUserStore(context);
for (var i = 0; i < count; i++)
{
    var user = new User { Id = "", Name = $"{prefix}{i}" };
    await store.CreateAsync(user, [new StoredSecret("a", $"{i}"), new StoredSecret("b", $"{i}")]);
    Console.WriteLine(user.Name);
}
