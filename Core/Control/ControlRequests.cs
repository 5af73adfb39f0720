using PluginFramework.Core.Configuration;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Control;

/// <summary>Answers requests of the control socket for a host. What changes something goes through its panels.</summary>
/// <param name="host">The host.</param>
/// <param name="runDirectory">Its run directory.</param>
/// <param name="audit">Told of a stop; the panels tell it of all else.</param>
/// <param name="started">Completes when the start is over.</param>
/// <param name="stop">Begins to stop the daemon.</param>
/// <param name="advice">What of the configuration has no effect.</param>
internal sealed class ControlRequests(
    IPluginHost host, string runDirectory, IAuditLog audit, Task started, Action stop, ConfigurationAdvice advice)
{
    public async Task<ControlResponse> ExecuteAsync(
        ControlRequest request, string actor, IProgress<View.Progress> progress, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(request, ControlSurface.Caller(actor), progress, cancellationToken).ConfigureAwait(false);
        }
        catch (PanelException error)
        {
            return ControlResponse.Refused(ControlSurface.CodeOf(error.Error), ControlSurface.ExitCodeOf(error.Error), error.Message);
        }
        catch (Exception error) when (error is HostConfigurationException or PluginConfigurationException)
        {
            return ControlResponse.Refused("configuration", ExitCode.Configuration, error.Message);
        }
        catch (InvalidDataException error)
        {
            return ControlResponse.Refused("invalid", ExitCode.Usage, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a plugin throws: the caller is told, and the connection goes on.
            return ControlResponse.Refused("failed", ExitCode.Failed, $"{request.Panel ?? request.Request} {request.Act} failed: {error.GetType().Name}: {error.Message}");
        }
    }

    /// <summary>How the host stands.</summary>
    public async Task<HostReport> ReportAsync(CancellationToken cancellationToken) => new(
        ProductVersion.Text,
        Environment.ProcessId,
        runDirectory,
        [.. host.Endpoints.List().Select(endpoint => new EndpointReport(endpoint.Protocol, endpoint.Address, endpoint.Error, endpoint.Connections))],
        [.. host.Plugins.List().Select(PluginReport.Of)],
        started.IsCompletedSuccessfully,
        started.IsCompletedSuccessfully && await NeedsOperatorAsync(cancellationToken).ConfigureAwait(false))
    {
        Warnings = [.. advice.Find()],
    };

    private async Task<ControlResponse> DoAsync(ControlRequest request, Caller caller, IProgress<View.Progress> progress, CancellationToken cancellationToken)
    {
        switch (request.Request)
        {
            case ControlKind.Ready:
                await started.WaitAsync(cancellationToken).ConfigureAwait(false);
                goto case ControlKind.Status;
            case ControlKind.Status:
                return ControlResponse.Done(await ReportAsync(cancellationToken).ConfigureAwait(false), ControlJson.Default.HostReport);
            case ControlKind.Stop:
                audit.Record(new AuditEvent("daemon.stop", "ok") { Actor = caller.Name, Surface = caller.Surface });
                var report = await ReportAsync(cancellationToken).ConfigureAwait(false);
                stop();
                return ControlResponse.Done(report, ControlJson.Default.HostReport);
            case ControlKind.Transports:
                return ControlResponse.Done([.. host.Transports], ControlJson.Default.TransportInfoArray);
            case ControlKind.Panels:
                return ControlResponse.Done(PanelElement.Of(host.Panels.List(caller)));
            case ControlKind.View:
                return ControlResponse.Done(PanelElement.Of(await host.Panels.ViewAsync(
                    Panel(request), caller, request.Subject, ArgumentTexts.Read(request.Filters), request.After, cancellationToken).ConfigureAwait(false)));
            case ControlKind.Act:
                var act = new ActRequest(request.Act ?? "", ArgumentTexts.Read(request.Arguments)) { IsDryRun = request.DryRun };
                return ControlResponse.Done(PanelElement.Of(
                    await host.Panels.ActAsync(Panel(request), act, caller, progress, cancellationToken).ConfigureAwait(false)));
            default:
                return ControlResponse.Refused(
                    "unknown-request", ExitCode.Usage, $"There is no request '{request.Request}'{NearestName.Hint(request.Request ?? "", ControlKind.All)}");
        }
    }

    private static string Panel(ControlRequest request) =>
        request.Panel ?? throw new PanelException(PanelError.Invalid, $"The request '{request.Request}' needs the panel's name.");

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
}
