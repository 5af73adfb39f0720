using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>How the words of code look.</summary>
internal static class CodeStyles
{
    public static Style Of(string kind) => kind switch
    {
        "keyword" => Style.Blue,
        "type" => Style.Cyan,
        "method" => Style.Yellow,
        "string" => Style.Green,
        "number" => Style.Magenta,
        "comment" or "directive" => Style.Dim,
        _ => Style.Plain,
    };
}
