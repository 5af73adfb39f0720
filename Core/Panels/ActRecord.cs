using PluginFramework.Core.Control;
using PluginFramework.Identity;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels;

/// <summary>Writes an act to the audit: once, however it ends.</summary>
internal sealed class ActRecord(IAuditLog audit, Caller caller, string panel, ActRequest request)
{
    private const int MaxSubject = 128;

    private PanelAct? _act;

    public PanelArguments Arguments { get; private set; } = PanelArguments.Empty;

    /// <summary>It is allowed and its arguments are right: from here on the panel has it.</summary>
    public void Begin(PanelAct act, PanelArguments arguments) => (_act, Arguments) = (act, arguments);

    public void Done(ActResult result)
    {
        if (_act is { IsReadOnly: false, IsAuditedBelow: false } && !request.IsDryRun) Write("ok", result.AuditDetail);
    }

    public void Refused(Exception error)
    {
        // What is only tried does not get to where an act is audited below.
        if (_act is { IsReadOnly: true } || (_act is { IsAuditedBelow: true } && !request.IsDryRun)) return;
        Write(error is PanelException { Error: var kind } ? ControlSurface.CodeOf(kind) : "failed", request.IsDryRun ? "dry run" : null);
    }

    private void Write(string outcome, string? detail) => audit.Record(new AuditEvent($"{panel}.{request.Act}", outcome)
    {
        Actor = caller.Name, Subject = Subject(), Surface = caller.Surface, RemoteAddress = caller.RemoteAddress, Detail = detail,
    });

    private string? Subject()
    {
        var parameter = _act?.Parameters.FirstOrDefault(candidate => candidate is { IsRequired: true, IsSecret: false, Kind: PanelParameterKind.Text });
        if (parameter is null || Arguments.FindText(parameter.Name) is not { } text) return null;
        // An address in the wrong place may hold a secret.
        var subject = MaskedAddress.In(text);
        return subject.Length > MaxSubject ? subject[..MaxSubject] + "…" : subject;
    }
}
