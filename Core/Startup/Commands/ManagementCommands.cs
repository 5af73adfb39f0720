using System.Collections.Immutable;
using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary>The commands for what a running daemon does: <c>session …</c>, <c>certificate …</c>, <c>audit</c>, <c>health</c>.</summary>
internal static class ManagementCommands
{
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> LatestOnly = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("count", ["50"]);

    public static IEnumerable<Command> Create(PanelCommandFactory panels)
    {
        var session = new Command("session", "See and end connections") { Aliases = { "sessions" } };
        var sessions = new PanelPlace("session") { NeedsDaemon = true };
        session.Subcommands.Add(panels.View(
            "list", "List open connections", sessions, null, null,
            PanelSymbol.Value("--protocol", "protocol", "Only those of this protocol", "PROTOCOL"),
            PanelSymbol.Value("--user", "user", "Only those of this user", "NAME")));
        session.Subcommands.Add(panels.Act("kick", "End a connection", sessions, "kick", PanelSymbol.Argument("ID", "id", "The connection's id")));
        yield return session;

        var certificate = new Command("certificate", "See the certificates of the endpoints") { Aliases = { "certificates" } };
        certificate.Subcommands.Add(panels.View("list", "List certificates", new("certificate") { NeedsDaemon = true }));
        certificate.Subcommands.Add(panels.Act("reload", "Read the files again", new("certificate") { NeedsDaemon = true }, "reload"));
        yield return certificate;

        var audit = new Command("audit", "See who did what");
        audit.Subcommands.Add(panels.View(
            "list", "List what was done, latest first", new("audit"), null, LatestOnly,
            PanelSymbol.Value("--actor", "actor", "Only what this one did", "NAME"),
            PanelSymbol.Value("--action", "action", "Only this action, or those that begin so", "ACTION"),
            PanelSymbol.Value("--subject", "subject", "Only what was done to this", "NAME"),
            PanelSymbol.Value("--outcome", "outcome", "Only what ended so", "WORD"),
            PanelSymbol.Value("-n", "count", "How many (default: 50)", "NUMBER")));
        yield return audit;

        yield return panels.View("health", "Show how well the daemon is", new("health") { NeedsDaemon = true });
    }
}
