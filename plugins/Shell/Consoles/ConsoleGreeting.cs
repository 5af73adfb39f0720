using PluginFramework.Prompt;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>What somebody sees who comes to a console: which it is, who else is there, and what happened lately.</summary>
internal static class ConsoleGreeting
{
    /// <summary>How many entries of before are shown.</summary>
    private const int ShownEntries = 5;

    public static string Of(ShellIo io, IPromptConsole console, ConsoleFeed feed, string hint)
    {
        var info = console.Info;
        var others = string.Concat(info.Attendees.Where(who => who.User != io.Session.Principal.UserName).Select(who => $"* {SafeText.Line(who.User)} is here over {SafeText.Line(who.Surface)}.\n"));
        return $"{io.Paint($"Console {info.Number}", Style.Bold)} ({SafeText.Line(info.Name)}) of {SafeText.Line(info.Owner)}. {hint}\n{Past(feed)}{io.Paint(others, Style.Dim)}";
    }

    private static string Past(ConsoleFeed feed)
    {
        var entries = feed.Past.OfType<PromptEvent.Entered>().ToList();
        if (entries.Count == 0) return "";
        var first = entries[^Math.Min(entries.Count, ShownEntries)].Id;
        return string.Concat(feed.Past.Where(each => each.Id >= first && each is not (PromptEvent.Joined or PromptEvent.Left)).Select(feed.Render));
    }
}
