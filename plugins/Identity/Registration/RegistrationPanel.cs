using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Registration;

/// <summary>Who has registered and waits for an operator.</summary>
[Panel("registration", PanelTitle = "Registrations", PanelDescription = "Who has registered and waits to be approved."), Shared]
[method: ImportingConstructor]
public sealed class RegistrationPanel(UserRegistration registration) : IPanel
{
    private const string Approve = "approve", Refuse = "refuse";

    /// <inheritdoc/>
    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new(Approve, "Approve") { Description = "Lets somebody who has registered log in.", Parameters = [UserForms.Name], CanDryRun = true, IsAuditedBelow = true },
        new(Refuse, "Refuse")
        {
            Description = "Deletes somebody who has registered, which frees the name.", Parameters = [UserForms.Name], Confirmation = "Refuse and delete the account?",
            CanDryRun = true, IsAuditedBelow = true,
        },
    ];

    /// <inheritdoc/>
    public ImmutableArray<PanelParameter> Filters => [];

    /// <inheritdoc/>
    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IdentityPanels.AskAsync<View>(async () =>
        {
            if (query.Subject is { } name) return UserViews.One(await registration.FindAsync(name, cancellationToken));
            var found = await registration.ListAsync(query.After, UserViews.PageSize, cancellationToken);
            return new View.Table(
                [new("name", "Name"), new("createdAt", "Registered")],
                [.. found.Select(user => new ViewRow([PanelValue.Of(user.Name), PanelValue.Of(user.CreatedAt)]) { Subject = user.Name })])
            {
                EmptyText = registration.Mode switch
                {
                    RegistrationMode.Off => "Nobody waits. Nobody can register: the option registration is off.",
                    RegistrationMode.Open => "Nobody waits: who registers can log in at once.",
                    _ => "Nobody waits.",
                },
                NextPage = found.Length == UserViews.PageSize ? found[^1].Name : null,
            };
        });
    }

    /// <inheritdoc/>
    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return IdentityPanels.AskAsync<ActResult>(async () =>
        {
            var name = call.Arguments.GetText(UserForms.Name.Name);
            if (call.IsDryRun)
            {
                var found = await registration.FindAsync(name, cancellationToken);
                return new(call.Act == Approve ? $"{found.Name} would be approved." : $"{found.Name} would be refused and deleted.");
            }

            if (call.Act == Approve) return new($"{(await registration.ApproveAsync(name, call.Caller, cancellationToken)).Name} is approved and can log in.");
            return new($"{(await registration.RefuseAsync(name, call.Caller, cancellationToken)).Name} is refused and deleted.");
        });
    }
}
