using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PluginFramework.Core.Control;
using PluginFramework.Core.Network;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup.Examination;

/// <summary>Checks plugins, endpoints and users: of the running daemon, and otherwise of what it would find.</summary>
internal static class HostChecks
{
    public static async Task<List<Finding>> RunAsync(CommandContext context)
    {
        var findings = new List<Finding>();
        var session = await ActSession.OpenAsync(context, []).ConfigureAwait(false);
        var offline = session as OfflineActSession;
        await using (session.ConfigureAwait(false))
        {
            findings.AddRange(Plugins(await session.ViewAsync("plugin", null, null, null, context.CancellationToken).ConfigureAwait(false)));
            findings.Add(await ConfigurationAsync(session, context).ConfigureAwait(false));
            if (session is OnlineActSession online)
            {
                var report = await online.ReportAsync(ControlKind.Status, context.CancellationToken).ConfigureAwait(false);
                findings.AddRange(Endpoints(report));
                findings.Add(Operators(!report.NeedsOperator));
                return findings;
            }

            var endpoints = (offline?.Host as IConfigurableHost)?.ExpectedEndpoints ?? [];
            findings.AddRange(endpoints.Select(Free).OfType<Finding>().DefaultIfEmpty(Finding.Ok("endpoints", "All ports are free.")));
        }

        // The user database is a plugin: for the question who may manage, it has to run.
        var users = await ActSession.OpenAsync(context, [typeof(IUserManager).FullName!]).ConfigureAwait(false);
        await using (users.ConfigureAwait(false)) findings.Add(await UsersAsync(users, context).ConfigureAwait(false));
        return findings;
    }

    private static IEnumerable<Finding> Plugins(View view)
    {
        var amiss = Rows(view).Where(row => Enum.TryParse<PluginState>(row.GetValueOrDefault("state"), out var state)
            && state is PluginState.Failed or PluginState.Incompatible or PluginState.Quarantined).ToList();
        foreach (var row in amiss)
        {
            var (id, state) = (row.GetValueOrDefault("id") ?? "", row.GetValueOrDefault("state"));
            yield return Finding.Problem("plugins", $"{id} is {state}: {row.GetValueOrDefault("reason")}", state == nameof(PluginState.Quarantined)
                ? $"Replace it, or let it try again: plugin enable {id}" : $"`plugin why {id}` tells more.");
        }

        if (amiss.Count == 0) yield return Finding.Ok("plugins", $"{Rows(view).Count} plugins are found, and none has failed.");
    }

    private static IEnumerable<Finding> Endpoints(HostReport report)
    {
        var amiss = report.Endpoints.Where(endpoint => endpoint.Error is not null).ToList();
        foreach (var endpoint in amiss) yield return Finding.Problem("endpoints", endpoint.Error!, "Free the port, or configure another address.");
        if (amiss.Count == 0) yield return Finding.Ok("endpoints", $"The daemon listens on all {report.Endpoints.Length} endpoints.");
    }

    private static Finding? Free(EndpointAddress address)
    {
        if (!address.IsIp && address.Host != "localhost") return null;
        var ip = address.IsIp ? IPAddress.Parse(address.Host) : IPAddress.Loopback;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            return null;
        }
        catch (SocketException error)
        {
            var remedy = error.SocketErrorCode == SocketError.AccessDenied ? "Start as root with --uid, grant CAP_NET_BIND_SERVICE, or configure a port from 1024 up."
                : "Stop the program that has it, or configure another address.";
            return Finding.Problem("endpoints", $"{address} cannot be bound: {error.Message}", remedy);
        }
    }

    private static async Task<Finding> ConfigurationAsync(ActSession session, CommandContext context)
    {
        try
        {
            var result = await session.ActAsync("config", new("validate", ImmutableDictionary<string, ImmutableArray<string>>.Empty), null, context.CancellationToken).ConfigureAwait(false);
            return result.Message.Contains('\n', StringComparison.Ordinal) ? Finding.Warning("configuration", result.Message, "See the places named.") : Finding.Ok("configuration", result.Message);
        }
        catch (CommandException error)
        {
            return Finding.Problem("configuration", error.Message, "Correct it at the place named; until then the daemon keeps what it has.");
        }
    }

    private static async Task<Finding> UsersAsync(ActSession session, CommandContext context)
    {
        const string Remedy = "`plugin list` shows whether its plugins run.";
        if ((session as OfflineActSession)?.Host.GetExport<IUserManager>() is not { } users) return Finding.Problem("users", "No plugin that runs manages users.", Remedy);
        try
        {
            var operators = await users.ListAsync(new() { Role = WellKnownRoles.Operator }, context.CancellationToken).ConfigureAwait(false);
            return Operators(operators.Any(user => !user.IsDisabled));
        }
#pragma warning disable CA1031 // Whatever the plugin throws is what there is to tell.
        catch (Exception error) when (!context.CancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Finding.Problem("users", $"The user database does not answer: {error.Message}", Remedy);
        }
    }

    private static Finding Operators(bool there) => there ? Finding.Ok("users", "There is an operator.")
        : Finding.Warning("users", "Nobody may manage the daemon yet, and addresses that other machines reach are not bound.", "user add NAME --role operator");

    private static List<Dictionary<string, string>> Rows(View view) => view switch
    {
        View.Table table => [.. table.Rows.Select(row => table.Columns.Zip(row.Cells).ToDictionary(pair => pair.First.Name, pair => pair.Second.Text, StringComparer.Ordinal))],
        View.Group group => [.. group.Items.SelectMany(Rows)],
        _ => [],
    };
}
