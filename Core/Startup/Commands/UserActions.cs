using System.CommandLine;
using PluginFramework.Core.Control;
using PluginFramework.Identity;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>What <c>user …</c> does.</summary>
internal static class UserActions
{
    public static async Task<int> AddAsync(CommandContext context, UserOptions options)
    {
        var parsed = context.Parsed;
        if (parsed.GetValue(options.NoPassword) && parsed.GetValue(options.PasswordStdin))
        {
            throw new CommandException(ExitCode.Usage, "--no-password and --password-stdin exclude each other.");
        }

        var password = parsed.GetValue(options.NoPassword) ? null : PasswordReader.Read(context, parsed.GetValue(options.PasswordStdin));
        var user = Arguments(parsed, options) with { Password = password };
        var session = await OpenAsync(context).ConfigureAwait(false);
        await AskAsync(context, session, ControlAct.UserAdd, user with { Certificates = null }).ConfigureAwait(false);
        if (user.Certificates is { Length: > 0 })
        {
            await AskAsync(context, session, ControlAct.UserSet, new(user.Name) { Certificates = user.Certificates }).ConfigureAwait(false);
        }

        context.Screen.Line($"Added {user.Name}.");
        return ExitCode.Ok;
    }

    public static async Task<int> SetPasswordAsync(CommandContext context, UserOptions options)
    {
        var name = context.Parsed.GetRequiredValue(options.Name);
        var password = PasswordReader.Read(context, context.Parsed.GetValue(options.PasswordStdin));
        var session = await OpenAsync(context).ConfigureAwait(false);
        await AskAsync(context, session, ControlAct.UserSet, new(name) { Password = password }).ConfigureAwait(false);
        context.Screen.Line($"The password of {name} is set.");
        return ExitCode.Ok;
    }

    public static async Task<int> SetAsync(CommandContext context, UserOptions options)
    {
        var (disable, enable) = (context.Parsed.GetValue(options.Disable), context.Parsed.GetValue(options.Enable));
        if (disable && enable) throw new CommandException(ExitCode.Usage, "--disable and --enable exclude each other.");
        var user = Arguments(context.Parsed, options) with { Disabled = disable ? true : enable ? false : null };
        if (user == new UserArguments(user.Name)) throw new CommandException(ExitCode.Usage, "Nothing to set; user set --help lists what can be.");
        var session = await OpenAsync(context).ConfigureAwait(false);
        await AskAsync(context, session, ControlAct.UserSet, user).ConfigureAwait(false);
        context.Screen.Line($"Changed {user.Name}.");
        return ExitCode.Ok;
    }

    public static async Task<int> RemoveAsync(CommandContext context, UserOptions options)
    {
        var name = context.Parsed.GetRequiredValue(options.Name);
        var session = await OpenAsync(context).ConfigureAwait(false);
        await AskAsync(context, session, ControlAct.UserRemove, new(name)).ConfigureAwait(false);
        context.Screen.Line($"Removed {name}.");
        return ExitCode.Ok;
    }

    public static async Task<int> ListAsync(CommandContext context, UserOptions options)
    {
        var session = await OpenAsync(context).ConfigureAwait(false);
        var users = new List<UserReport>();
        UserReport[] page;
        do
        {
            var query = new UserListArguments(users.Count == 0 ? null : users[^1].Name, context.Parsed.GetValue(options.Role), context.Parsed.GetValue(options.Search));
            page = await session.AskAsync(
                ControlRequest.Of(ControlAct.UserList) with { Users = query }, ControlJson.Default.UserReportArray, context.CancellationToken).ConfigureAwait(false);
            users.AddRange(page);
        }
        while (page.Length == ControlActs.UserPage);

        if (context.Parsed.GetValue(options.Json)) context.Screen.Json([.. users], ControlJson.Default.UserReportArray);
        else context.Screen.Table(["Name", "Display name", "Roles", "Protocols", "State"], users.Select(Row));
        return ExitCode.Ok;
    }

    private static string[] Row(UserReport user) =>
        [user.Name, user.DisplayName ?? "", string.Join(", ", user.Roles), string.Join(", ", user.Protocols), user.Disabled ? "Disabled" : "Enabled"];

    private static UserArguments Arguments(ParseResult parsed, UserOptions options) => new(parsed.GetRequiredValue(options.Name))
    {
        DisplayName = parsed.GetValue(options.DisplayName),
        Roles = List(parsed, options.Roles),
        Protocols = List(parsed, options.Protocols),
        Certificates = List(parsed, options.Certificates),
    };

    /// <summary><see langword="null"/> where the option is not given; one empty text stands for none.</summary>
    private static string[]? List(ParseResult parsed, Option<string[]?> option) =>
        parsed.GetResult(option) is null ? null : [.. (parsed.GetValue(option) ?? []).Where(value => value.Length > 0)];

    private static Task<ActSession> OpenAsync(CommandContext context) => ActSession.OpenAsync(context, [typeof(IUserManager).FullName!]);

    private static Task<UserReport[]> AskAsync(CommandContext context, ActSession session, string act, UserArguments user) =>
        session.AskAsync(ControlRequest.Of(act) with { User = user }, ControlJson.Default.UserReportArray, context.CancellationToken);
}
