using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>user …</c></summary>
internal static class UserCommands
{
    public static Command Create(CommandFactory factory)
    {
        var options = new UserOptions();
        var user = new Command("user", "See and change users") { Aliases = { "users" } };
        user.Subcommands.Add(factory.Create(
            "add",
            "Add a user; asks for the password",
            context => UserActions.AddAsync(context, options),
            options.Name, options.PasswordStdin, options.NoPassword, options.DisplayName, options.Roles, options.Protocols, options.Certificates));
        user.Subcommands.Add(factory.Create("list", "List users", context => UserActions.ListAsync(context, options), options.Role, options.Search, options.Json));
        user.Subcommands.Add(factory.Create(
            "passwd", "Set a user's password", context => UserActions.SetPasswordAsync(context, options), options.Name, options.PasswordStdin));
        user.Subcommands.Add(factory.Create(
            "set",
            "Change a user; what is not named stays",
            context => UserActions.SetAsync(context, options),
            options.Name, options.DisplayName, options.Roles, options.Protocols, options.Certificates, options.Disable, options.Enable));
        user.Subcommands.Add(factory.Create("remove", "Delete a user", context => UserActions.RemoveAsync(context, options), options.Name));
        return user;
    }
}
