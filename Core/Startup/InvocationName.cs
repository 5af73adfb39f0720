using System.Buffers;
using System.Globalization;
using System.Text;

namespace PluginFramework.Core.Startup;

/// <summary>How this program was started, for commands that a message suggests.</summary>
internal static class InvocationName
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t'\"$*&;|<>()");

    /// <summary>For example <c>dotnet run --project pluginhost --</c>, or <c>/opt/pluginhost/pluginhost --rundir /srv/host</c>.</summary>
    public static string Of(CommandContext context)
    {
        var own = Environment.GetCommandLineArgs()[1..];
        var name = Describe(context.Builder.Name, CommandLineOf("self"), ParentCommandLine(), own);
        return context.Parsed.GetValue(context.Options.RunDirectory) is { } directory ? $"{name} --rundir {Quote(directory)}" : name;
    }

    /// <param name="program">The program's name, when nothing better is known.</param>
    /// <param name="self">This process's command line as typed; empty where the system does not tell.</param>
    /// <param name="parent">The command line of the process that started it; likewise.</param>
    /// <param name="own">The arguments this program got.</param>
    internal static string Describe(string program, string[] self, string[] parent, string[] own)
    {
        // `dotnet run` starts the program with what stands after its own options, and waits.
        if (parent is [var driver, "run", .. var options] && Path.GetFileNameWithoutExtension(driver) == "dotnet")
        {
            if (options.Length >= own.Length && options.AsSpan(options.Length - own.Length).SequenceEqual(own)) options = options[..^own.Length];
            if (options is [.. var before, "--"]) options = before;
            return string.Join(' ', ["dotnet", "run", .. options.Select(Quote), "--"]);
        }

        if (self is []) return program;
        var typed = Path.GetFileNameWithoutExtension(self[0]) == "dotnet" && self.Length > 1 ? $"dotnet {Quote(self[1])}" : Quote(self[0]);
        return typed.Length == 0 ? program : typed;
    }

    private static string[] ParentCommandLine()
    {
        try
        {
            // The second field after the name in parentheses, which may itself have any character.
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return CommandLineOf(int.Parse(fields[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }
    }

    private static string[] CommandLineOf(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/cmdline")).TrimEnd('\0').Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Quote(string argument) => !argument.AsSpan().ContainsAny(NeedQuotes) ? argument : $"'{argument.Replace("'", "'\\''")}'";
}
