using System.Reflection;
using System.Text.RegularExpressions;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>The code that a manual shows.</summary>
internal static partial class Manual
{
    private static readonly string Root = Path.GetDirectoryName(
        typeof(Manual).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "plugins").Value!)!;

    /// <summary>The one block of code under a heading.</summary>
    /// <param name="file">The manual's path within the repository.</param>
    /// <param name="heading">The text of the heading, or of the bold words a paragraph begins with.</param>
    /// <param name="language">Of the block.</param>
    public static string Code(string file, string heading, string language)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        var start = Regex.Match(text, $@"^(## |\*\*){Regex.Escape(heading)}", RegexOptions.Multiline);
        start.Success.ShouldBeTrue($"{file} has nothing about '{heading}'");
        var rest = text[(start.Index + start.Length)..];
        if (NextHeading().Match(rest) is { Success: true } next) rest = rest[..next.Index];
        return Regex.Matches(rest, $@"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).ShouldHaveSingleItem().Groups[1].Value;
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex NextHeading();
}
