using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels;

/// <summary>All panels: the host's own and those that plugins export. Checks roles and arguments, and writes the audit.</summary>
/// <param name="panels">What there is now. A name that occurs twice is the first's.</param>
/// <param name="audit">Told of every act that changes something, and of every one refused.</param>
internal sealed class PanelCatalog(Func<IEnumerable<NamedPanel>> panels, IAuditLog audit) : IPanelCatalog
{
    public ImmutableArray<PanelDescription> List(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return
        [
            .. Panels().Where(panel => panel.IsVisibleTo(caller)).OrderBy(panel => panel.Name, StringComparer.Ordinal)
                .Select(panel => panel.Describe(caller)),
        ];
    }

    public async Task<View> ViewAsync(
        string panel, Caller caller, string? subject = null, ImmutableDictionary<string, ImmutableArray<string>>? filters = null, string? after = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var found = Find(panel, caller);
        var arguments = ArgumentBinder.Bind(filters ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty, found.Panel.Filters, $"The view of '{panel}'");
        return await found.Panel.ViewAsync(new(caller) { Subject = subject, Filters = arguments, After = after }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ActResult> ActAsync(
        string panel, ActRequest request, Caller caller, IProgress<View.Progress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var record = new ActRecord(audit, caller, panel, request);
        PanelAct? act = null;
        try
        {
            var found = Find(panel, caller);
            act = found.Panel.Acts.FirstOrDefault(candidate => candidate.Name == request.Act)
                ?? throw new PanelException(PanelError.NotFound, $"The panel '{panel}' has no act '{request.Act}'{NearestName.Hint(request.Act, found.Panel.Acts.Select(known => known.Name))}");
            if (act.Role is { } role && !caller.IsInRole(role)) throw Denied($"{panel} {act.Name}", role);
            if (request.IsDryRun && !act.CanDryRun) throw new PanelException(PanelError.Invalid, $"{panel} {act.Name} cannot be tried without doing it.");
            record.Begin(act, ArgumentBinder.Bind(request.Arguments, act.Parameters, $"{panel} {act.Name}"));
            var call = new ActCall(act.Name, caller, record.Arguments) { IsDryRun = request.IsDryRun, Progress = progress };
            var result = await found.Panel.ActAsync(call, cancellationToken).ConfigureAwait(false);
            record.Done(result);
            return result;
        }
        catch (Exception error)
        {
            record.Refused(error);
            throw;
        }
    }

    private IEnumerable<NamedPanel> Panels() => panels().DistinctBy(panel => panel.Name, StringComparer.Ordinal);

    private NamedPanel Find(string name, Caller caller)
    {
        var all = Panels().ToList();
        var found = all.Find(panel => panel.Name == name)
            ?? throw new PanelException(PanelError.Unavailable, NearestName.Of(name ?? "", all.Select(panel => panel.Name)) is { } nearest
                ? $"There is no panel '{name}'; did you mean '{nearest}'?"
                : $"There is no panel '{name}'. If a plugin brings it, that plugin does not run: the list of plugins says why.");
        return found.IsVisibleTo(caller) ? found : throw Denied(name, found.Role);
    }

    private static PanelException Denied(string what, string role) =>
        new(PanelError.Denied, $"{what} takes the role '{role}', which you do not have; somebody who has it can give it to you.");
}
