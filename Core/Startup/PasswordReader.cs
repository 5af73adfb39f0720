using System.Text;

namespace PluginFramework.Core.Startup;

/// <summary>Gets a password without showing it.</summary>
internal static class PasswordReader
{
    /// <summary>Above the longest password a user may have.</summary>
    private const int MaxCharacters = 4096;

    /// <summary>The first line of standard input, or what is typed twice at the terminal.</summary>
    /// <exception cref="CommandException">There is no terminal, the two differ, or there is nothing.</exception>
    public static string Read(CommandContext context, bool fromInput)
    {
        var password = fromInput ? ReadLine(context.Builder.Input) : Prompt(context);
        return password.Length > 0 ? password : throw new CommandException(ExitCode.Usage, "The password is empty.");
    }

    private static string ReadLine(TextReader input)
    {
        var line = new StringBuilder();
        for (var next = input.Read(); next is not (-1 or '\n'); next = input.Read())
        {
            if (line.Length == MaxCharacters) throw new CommandException(ExitCode.Usage, $"The password is longer than {MaxCharacters} characters.");
            line.Append((char)next);
        }

        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return line.ToString();
    }

    private static string Prompt(CommandContext context)
    {
        if (Console.IsInputRedirected || !ReferenceEquals(context.Builder.Input, Console.In))
        {
            throw new CommandException(ExitCode.Usage, "There is no terminal to ask for the password at; give it on standard input with --password-stdin.");
        }

        var first = ReadHidden(context.Builder.Error, "Password: ");
        if (first == ReadHidden(context.Builder.Error, "Again: ")) return first;
        throw new CommandException(ExitCode.Usage, "The two passwords differ; nothing is changed.");
    }

    private static string ReadHidden(TextWriter error, string prompt)
    {
        error.Write(prompt);
        var text = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxCharacters) text.Append(key.KeyChar);
        }

        error.WriteLine();
        return text.ToString();
    }
}
