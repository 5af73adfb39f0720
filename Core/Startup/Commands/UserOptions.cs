using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>The arguments and options of <c>user …</c>.</summary>
internal sealed class UserOptions
{
    public Argument<string> Name { get; } = new("NAME") { Description = "The user's name" };

    public Option<bool> PasswordStdin { get; } = new("--password-stdin") { Description = "Read the password from the first line of standard input" };

    public Option<bool> NoPassword { get; } = new("--no-password") { Description = "No login by password" };

    public Option<string?> DisplayName { get; } = new("--display-name") { Description = "A name for people", HelpName = "TEXT" };

    public Option<string[]?> Roles { get; } = List("--role", "A role, such as operator; repeatable; replaces all, '' for none", "ROLE");

    public Option<string[]?> Protocols { get; } = List("--allow", "A protocol the user may log in over; repeatable; replaces all; default *", "PROTOCOL");

    public Option<string[]?> Certificates { get; } =
        List("--certificate", "SHA-256 fingerprint of a client certificate that logs the user in; repeatable; replaces all, '' for none", "FINGERPRINT");

    public Option<bool> Disable { get; } = new("--disable") { Description = "Refuse the user's logins" };

    public Option<bool> Enable { get; } = new("--enable") { Description = "Let the user log in again" };

    public Option<string?> Role { get; } = new("--role") { Description = "Only users with this role", HelpName = "ROLE" };

    public Option<string?> Search { get; } = new("--search") { Description = "Only users whose name contains this", HelpName = "TEXT" };

    public Option<bool> Json { get; } = GlobalOptions.Json();

    private static Option<string[]?> List(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.OneOrMore };
}
