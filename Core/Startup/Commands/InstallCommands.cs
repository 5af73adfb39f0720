using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>The commands of <c>plugin …</c> that install from feeds.</summary>
internal static class InstallCommands
{
    public static IEnumerable<Command> Create(PanelCommandFactory panels, PanelPlace here)
    {
        yield return panels.Ask(
            "search", "Search the feeds for plugins", here, "search",
            PanelSymbol.Optional("TEXT", "text", "Words to look for; none: all plugins"), Prerelease(), PanelSymbol.Value("--take", "take", "How many of each feed", "NUMBER"));
        yield return panels.Ask(
            "details", "Show what a package on the feeds says of itself", here, "details",
            PanelSymbol.Argument("PACKAGE", "package", "The id of the package"), PanelSymbol.Value("--version", "version", "One version; default: the latest", "VERSION"), Prerelease());
        yield return panels.Act(
            "add", "Install a plugin from a feed, with the plugins and packages it needs", here, "add",
            PanelSymbol.Argument("PACKAGE", "package", "The id of its package"),
            PanelSymbol.Value("--version", "version", "A version or range as NuGet writes them; default: the latest", "RANGE"), Prerelease(), Locked());
        yield return panels.Act("update", "Take the latest version in the range asked for", here, "update", PanelSymbol.Optional("PLUGIN", "plugin", "Which; none: all that are not pinned"), Locked());
        yield return panels.Act("remove", "Uninstall a plugin, and what only it needed", here, "remove", Plugin());
        yield return panels.Act("restore", "Lay out again what the lock file records", here, "restore");
        yield return panels.Ask("verify", "Compare what is installed with the lock file", here, "verify");
        yield return panels.Ask("audit", "Compare what is installed with the feeds' known vulnerabilities", here, "audit");
        yield return panels.Act("pin", "Have updates leave a plugin as it is", here, "pin", Plugin());
        yield return panels.Act("unpin", "Let updates take a plugin along again", here, "unpin", Plugin());
        yield return panels.Act(
            "rollback", "Go back to an earlier generation", here, "rollback", PanelSymbol.Optional("GENERATION", "generation", "Its number; none: the one before"));
    }

    private static PanelSymbol Plugin() => PanelSymbol.Argument("PLUGIN", "plugin", "The id of a plugin or of its package");

    private static PanelSymbol Prerelease() => PanelSymbol.Flag("--prerelease", "prerelease", "Take pre-releases, too");

    private static PanelSymbol Locked() => PanelSymbol.Flag("--locked", "locked", "Fail if anything would differ from the lock file");
}
