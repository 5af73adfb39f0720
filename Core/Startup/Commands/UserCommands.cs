using System.Collections.Immutable;
using System.CommandLine;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>user …</c></summary>
internal static class UserCommands
{
    private const int MaxImport = 1_000_000;

    private static readonly PanelPlace Users = new("user") { Only = [typeof(IUserManager).FullName!] };

    private static readonly PanelPlace Removed = new("removed-user") { Only = Users.Only };

    private static readonly PanelPlace Registrations = new("registration") { Only = Users.Only };

    private static readonly PanelPlace Databases = new("user-database") { Only = Users.Only };

    public static Command Create(CommandFactory factory, PanelCommandFactory panels)
    {
        var user = new Command("user", "See and change users") { Aliases = { "users" } };
        user.Subcommands.Add(Add(factory));
        user.Subcommands.Add(panels.View(
            "list", "List users", Users, null, null,
            PanelSymbol.Value("--role", "role", "Only users with this role", "ROLE"),
            PanelSymbol.Value("--search", "search", "Only users whose name contains this", "TEXT")));
        user.Subcommands.Add(panels.View("show", "Show all about a user", Users, Name()));
        user.Subcommands.Add(panels.Act("invite", "Add a user, and make a link with which they set their password", Users, "invite", [Name(), .. Properties().Where(property => property.Parameter != "certificates")]));
        user.Subcommands.Add(Password(factory));
        user.Subcommands.Add(panels.Act("reset", "Take a user's password away, and make a link to set another", Users, "reset", Name()));
        user.Subcommands.Add(Set(factory));
        user.Subcommands.Add(panels.Act("remove", "Remove a user, who can be restored for a time", Users, "remove", Name()));
        user.Subcommands.Add(panels.View(
            "sessions", "List where users are logged in", new("user-session") { NeedsDaemon = true }, null, null, PanelSymbol.Value("--user", "user", "Only sessions of this user", "NAME")));
        user.Subcommands.Add(panels.Act("kick", "Log a user out everywhere", Users with { NeedsDaemon = true }, "kick", Name()));
        user.Subcommands.Add(panels.View("waiting", "List who has registered and waits to be approved", Registrations));
        user.Subcommands.Add(panels.Act("approve", "Let somebody who has registered log in", Registrations, "approve", Name()));
        user.Subcommands.Add(panels.Act("refuse", "Delete somebody who has registered", Registrations, "refuse", Name()));
        user.Subcommands.Add(panels.View("databases", "List the user databases, and which is in use", Databases));
        user.Subcommands.Add(panels.Act("database", "Use another user database", Databases with { NeedsDaemon = true }, "choose", PanelSymbol.Argument("PLUGIN", "plugin", "The plugin that brings it")));
        user.Subcommands.Add(Export(factory));
        user.Subcommands.Add(Import(factory));
        user.Subcommands.Add(panels.View("removed", "List the removed users who can be restored", Removed));
        user.Subcommands.Add(panels.Act("restore", "Bring a removed user back", Removed, "restore", Name()));
        user.Subcommands.Add(panels.Act("purge", "Delete a removed user for good", Removed, "purge", Name()));
        user.Subcommands.Add(panels.Act(
            "remove-key", "Remove a user's app password, SSH key, certificate or authenticator app", Users, "remove-key", Name(), PanelSymbol.Argument("KEY", "key", "The key's id, as `user show` has it")));
        return user;
    }

    private static Command Add(CommandFactory factory)
    {
        var (stdin, none) = (PasswordStdin(), new Option<bool>("--no-password") { Description = "No login by password" });
        ImmutableArray<PanelSymbol> symbols = [Name(), .. Properties()];
        var options = new ActOptions();
        return factory.Create("add", "Add a user; asks for the password", AddAsync, [.. symbols.Select(symbol => symbol.Symbol), stdin, none, .. options.All]);

        Task<int> AddAsync(CommandContext context)
        {
            var (fromInput, without) = (context.Parsed.GetValue(stdin), context.Parsed.GetValue(none));
            if (fromInput && without) throw new CommandException(ExitCode.Usage, "--no-password and --password-stdin exclude each other.");
            var arguments = PanelSymbol.Read(context.Parsed, symbols);
            if (!without && !(context.Parsed.GetValue(options.DryRun) && !fromInput)) arguments = arguments.SetItem("password", [PasswordReader.Read(context, fromInput)]);
            return ActRunner.RunAsync(context, Users, new ActRequest("add", arguments), options);
        }
    }

    private static Command Password(CommandFactory factory)
    {
        var (name, stdin, options) = (Name(), PasswordStdin(), new ActOptions());
        return factory.Create("passwd", "Set a user's password", SetAsync, [name.Symbol, stdin, .. options.All]);

        Task<int> SetAsync(CommandContext context)
        {
            var arguments = PanelSymbol.Read(context.Parsed, [name]).SetItem("password", [PasswordReader.Read(context, context.Parsed.GetValue(stdin))]);
            return ActRunner.RunAsync(context, Users, new ActRequest("passwd", arguments), options);
        }
    }

    private static Command Set(CommandFactory factory)
    {
        var disable = new Option<bool>("--disable") { Description = "Refuse the user's logins" };
        var enable = new Option<bool>("--enable") { Description = "Let the user log in again" };
        ImmutableArray<PanelSymbol> symbols = [Name(), .. Properties()];
        var options = new ActOptions();
        return factory.Create(
            "set", "Change a user; what is not named stays", SetAsync, [.. symbols.Select(symbol => symbol.Symbol), disable, enable, .. options.All]);

        Task<int> SetAsync(CommandContext context)
        {
            var (off, on) = (context.Parsed.GetValue(disable), context.Parsed.GetValue(enable));
            if (off && on) throw new CommandException(ExitCode.Usage, "--disable and --enable exclude each other.");
            var arguments = PanelSymbol.Read(context.Parsed, symbols);
            if (off || on) arguments = arguments.SetItem("disabled", [off ? "true" : "false"]);
            if (arguments.Count == 1) throw new CommandException(ExitCode.Usage, "Nothing to set; user set --help lists what can be.");
            return ActRunner.RunAsync(context, Users, new ActRequest("set", arguments), options);
        }
    }

    private static Command Export(CommandFactory factory)
    {
        var secrets = new Option<bool>("--secrets") { Description = "With what passwords and keys were derived to, for another installation" };
        ImmutableArray<PanelSymbol> symbols =
        [
            PanelSymbol.Value("--role", "role", "Only users with this role", "ROLE"), PanelSymbol.Value("--search", "search", "Only users whose name contains this", "TEXT"),
            PanelSymbol.Value("--after", "after", "Only users after this name, to go on where the last lines ended", "NAME"),
        ];
        return factory.Create("export", "Write users as lines of JSON", ExportAsync, [.. symbols.Select(symbol => symbol.Symbol), secrets]);

        async Task<int> ExportAsync(CommandContext context)
        {
            var session = await Users.OpenAsync(context).ConfigureAwait(false);
            var act = context.Parsed.GetValue(secrets) ? "export-secrets" : "export";
            var result = await session.ActAsync(Users.Panel, new ActRequest(act, PanelSymbol.Read(context.Parsed, symbols)), null, context.CancellationToken).ConfigureAwait(false);
            // Only the lines, so that they can go into a file.
            if (result.View is View.Text { Content: { Length: > 0 } lines }) context.Screen.Line(lines.TrimEnd('\n'));
            context.Screen.Note(result.Message);
            return ExitCode.Ok;
        }
    }

    private static Command Import(CommandFactory factory)
    {
        var file = new Argument<string>("FILE") { Description = "Lines of JSON as export writes them; - for standard input" };
        var partial = PanelSymbol.Flag("--partial", "partial", "Take the other lines where some are refused");
        var options = new ActOptions();
        return factory.Create("import", "Add and change users from lines of JSON", ImportAsync, [file, partial.Symbol, .. options.All]);

        async Task<int> ImportAsync(CommandContext context)
        {
            var arguments = PanelSymbol.Read(context.Parsed, [partial]).SetItem("lines", [await ReadAsync(context, context.Parsed.GetRequiredValue(file)).ConfigureAwait(false)]);
            return await ActRunner.RunAsync(context, Users, new ActRequest("import", arguments), options).ConfigureAwait(false);
        }
    }

    private static async Task<string> ReadAsync(CommandContext context, string path)
    {
        try
        {
            using var reader = path == "-" ? null : new StreamReader(Path.GetFullPath(path));
            var buffer = new char[MaxImport + 1];
            var length = await (reader ?? context.Builder.Input).ReadBlockAsync(buffer, context.CancellationToken).ConfigureAwait(false);
            return length <= MaxImport ? new(buffer, 0, length)
                : throw new CommandException(ExitCode.Failed, $"{path} has more than {MaxImport} characters, which are taken at once. Split it (split -l 5000) and import the parts.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{path} cannot be read: {error.Message}", error);
        }
    }

    private static PanelSymbol Name() => PanelSymbol.Argument("NAME", "name", "The user's name");

    private static Option<bool> PasswordStdin() => new("--password-stdin") { Description = "Read the password from the first line of standard input" };

    private static ImmutableArray<PanelSymbol> Properties() =>
    [
        PanelSymbol.Value("--display-name", "displayName", "A name for people", "TEXT"),
        PanelSymbol.Values("--role", "roles", "A role, such as operator; repeatable; replaces all, '' for none", "ROLE"),
        PanelSymbol.Values("--allow", "protocols", "A protocol the user may log in over; repeatable; replaces all; default *", "PROTOCOL"),
        PanelSymbol.Values(
            "--certificate", "certificates", "SHA-256 fingerprint of a client certificate that logs the user in; repeatable; replaces all, '' for none", "FINGERPRINT"),
    ];
}
