using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Control;

/// <summary>Does what requests ask of a host: for the control socket, and for commands when no daemon runs.</summary>
/// <param name="host">The host.</param>
/// <param name="runDirectory">Its run directory.</param>
/// <param name="audit">Told of each change.</param>
/// <param name="started">Completes when the start is over.</param>
/// <param name="stop">Begins to stop the daemon; <see langword="null"/> where there is none.</param>
/// <param name="advice">What of the configuration has no effect; <see langword="null"/> where nobody asks.</param>
internal sealed class ControlActs(
    IPluginHost host, string runDirectory, IAuditLog audit, Task started, Action? stop, ConfigurationAdvice? advice = null)
{
    /// <summary>How many users a listing gives at once: as many as a query may ask for.</summary>
    public const int UserPage = 1000;

    public async Task<ControlResponse> ExecuteAsync(ControlRequest request, string actor, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(request, actor, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginNotFoundException error)
        {
            var hint = NearestName.Of(error.Id, host.Plugins.List().Select(plugin => plugin.Id)) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            return ControlResponse.Refused("refused", ExitCode.Failed, error.Message + hint);
        }
        catch (IdentityException error)
        {
            return ControlResponse.Refused("refused", error.Error == IdentityError.ReadOnly ? ExitCode.Unavailable : ExitCode.Failed, error.Message);
        }
        catch (Exception error) when (error is HostConfigurationException or PluginConfigurationException)
        {
            return ControlResponse.Refused("refused", ExitCode.Configuration, error.Message);
        }
        catch (CommandException error)
        {
            return ControlResponse.Refused("unavailable", error.ExitCode, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a plugin throws: the caller is told, and the connection goes on.
            return ControlResponse.Refused("failed", ExitCode.Failed, $"{request.Act} failed: {error.GetType().Name}: {error.Message}");
        }
    }

    /// <summary>How the host stands.</summary>
    public async Task<HostReport> ReportAsync(CancellationToken cancellationToken) => new(
        ProductVersion.Text,
        Environment.ProcessId,
        runDirectory,
        [.. host.Endpoints.List().Select(endpoint => new EndpointReport(endpoint.Protocol, endpoint.Address, endpoint.Error, endpoint.Connections))],
        Plugins(),
        started.IsCompletedSuccessfully,
        started.IsCompletedSuccessfully && await NeedsOperatorAsync(cancellationToken).ConfigureAwait(false))
    {
        Warnings = [.. advice?.Find() ?? []],
    };

    private async Task<ControlResponse> DoAsync(ControlRequest request, string actor, CancellationToken cancellationToken)
    {
        switch (request.Act)
        {
            case ControlAct.Ready:
                await started.WaitAsync(cancellationToken).ConfigureAwait(false);
                goto case ControlAct.Status;
            case ControlAct.Status:
                return ControlResponse.Done(await ReportAsync(cancellationToken).ConfigureAwait(false), ControlJson.Default.HostReport);
            case ControlAct.Stop:
                if (stop is null) throw new CommandException(ExitCode.Unavailable, "No daemon runs.");
                Audit("daemon.stop", null, actor, "ok");
                var report = await ReportAsync(cancellationToken).ConfigureAwait(false);
                stop();
                return ControlResponse.Done(report, ControlJson.Default.HostReport);
            case ControlAct.PluginList:
                return ControlResponse.Done(Plugins(), ControlJson.Default.PluginReportArray);
            case ControlAct.PluginReload:
                return await ChangeAsync(request, actor, host.Plugins.ReloadAsync).ConfigureAwait(false);
            case ControlAct.PluginEnable:
                return await ChangeAsync(request, actor, host.Plugins.EnableAsync).ConfigureAwait(false);
            case ControlAct.PluginDisable:
                return await ChangeAsync(request, actor, host.Plugins.DisableAsync).ConfigureAwait(false);
            case ControlAct.TransportList:
                return ControlResponse.Done([.. host.Transports], ControlJson.Default.TransportInfoArray);
            case ControlAct.UserAdd:
                var added = User(request);
                return Done(await Users().AddAsync(NewUserOf(added), CallerOf(actor), cancellationToken).ConfigureAwait(false));
            case ControlAct.UserSet:
                var changed = User(request);
                return Done(await Users().ChangeAsync(changed.Name!, ChangeOf(changed), CallerOf(actor), cancellationToken).ConfigureAwait(false));
            case ControlAct.UserRemove:
                await Users().RemoveAsync(User(request).Name!, CallerOf(actor), cancellationToken).ConfigureAwait(false);
                return ControlResponse.Done([], ControlJson.Default.UserReportArray);
            case ControlAct.UserList:
                var query = new UserQuery { After = request.Users?.After, Role = request.Users?.Role, Search = request.Users?.Search, Limit = UserPage };
                var users = await Users().ListAsync(query, cancellationToken).ConfigureAwait(false);
                return ControlResponse.Done([.. users.Select(UserReport.Of)], ControlJson.Default.UserReportArray);
            default:
                var hint = NearestName.Hint(request.Act ?? "", ControlAct.All);
                return ControlResponse.Refused("unknown-act", ExitCode.Usage, $"There is no act '{request.Act}'{hint}");
        }
    }

    private static ControlResponse Done(User user) => ControlResponse.Done([UserReport.Of(user)], ControlJson.Default.UserReportArray);

    private static UserArguments User(ControlRequest request) =>
        request.User is { Name.Length: > 0 } user ? user : throw new CommandException(ExitCode.Usage, $"{request.Act} needs the user's name.");

    private static NewUser NewUserOf(UserArguments user) => new(user.Name!, user.Password)
    {
        DisplayName = user.DisplayName,
        Roles = [.. user.Roles ?? []],
        Protocols = user.Protocols is { } protocols ? [.. protocols] : [Identity.User.AnyProtocol],
    };

    private static UserChange ChangeOf(UserArguments user) => new()
    {
        Password = user.Password,
        DisplayName = user.DisplayName,
        Roles = user.Roles?.ToImmutableArray(),
        Protocols = user.Protocols?.ToImmutableArray(),
        IsDisabled = user.Disabled,
        CertificateFingerprints = user.Certificates?.ToImmutableArray(),
    };

    private static Caller CallerOf(string actor) => new(actor, "control") { Roles = [WellKnownRoles.Operator] };

    private PluginReport[] Plugins() => [.. host.Plugins.List().Select(PluginReport.Of)];

    /// <summary>A change once begun is carried through, whether or not the client waits.</summary>
    private async Task<ControlResponse> ChangeAsync(ControlRequest request, string actor, Func<string, CancellationToken, Task<PluginStatus>> change)
    {
        if (request.Id is not { Length: > 0 } id) throw new CommandException(ExitCode.Usage, $"{request.Act} needs the plugin's id.");
        try
        {
            var status = await change(id, CancellationToken.None).ConfigureAwait(false);
            Audit(request.Act!, id, actor, "ok");
            return ControlResponse.Done([PluginReport.Of(status)], ControlJson.Default.PluginReportArray);
        }
        catch (Exception error)
        {
            Audit(request.Act!, id, actor, error is PluginNotFoundException ? "no-such-plugin" : "failed");
            throw;
        }
    }

    private IUserManager Users() => host.GetExport<IUserManager>() ?? throw new CommandException(
        ExitCode.Unavailable, "No plugin that manages users is running; `plugin list` shows which are and why others are not.");

    private async Task<bool> NeedsOperatorAsync(CancellationToken cancellationToken)
    {
        if (host.GetExport<IUserManager>() is not { } users) return false;
        try
        {
            return (await users.ListAsync(new UserQuery { Role = WellKnownRoles.Operator, Limit = 1 }, cancellationToken).ConfigureAwait(false)).IsEmpty;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A user database that does not answer shows elsewhere; a hint is not worth a failed status.
            return false;
        }
    }

    private void Audit(string action, string? subject, string actor, string outcome) =>
        audit.Record(new AuditEvent(action, outcome) { Actor = actor, Subject = subject, Surface = "control" });
}
