using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>A request for a page, and who makes it.</summary>
internal sealed class PanelRequest(HttpContext http, IWebSessionFeature session, ControlPanelServices services)
{
    /// <summary>What the panel calls itself towards the catalog and the audit.</summary>
    public const string Surface = "http";

    /// <summary>A request to any page of the web server.</summary>
    public static PanelRequest Of(HttpContext http, ControlPanelServices services) => new(
        http, http.Features.Get<IWebSessionFeature>() ?? throw new InvalidOperationException("The web server gives its requests no session."), services);

    public HttpContext Http { get; } = http;

    public IWebSessionFeature Session { get; } = session;

    public ControlPanelServices Services { get; } = services;

    public CancellationToken Aborted => Http.RequestAborted;

    public Principal? User => Session.Principal;

    /// <summary>The one who asks. Only where somebody is logged in, which the routes see to.</summary>
    public Caller Caller => Caller.Of(Principal, Surface, Session.Client.RemoteAddress) with { SessionId = Session.Session?.Id };

    public Principal Principal => User ?? throw new InvalidOperationException("Nobody is logged in.");

    public ImmutableArray<PanelDescription> Panels => field.IsDefault ? field = User is null ? [] : Services.Catalog.List(Caller) : field;

    public string Route(string name) => Http.Request.RouteValues[name] as string ?? "";

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The path with its query, to come back to.</summary>
    public string Here => Http.Request.PathBase + Http.Request.Path + Http.Request.QueryString;

    /// <summary>The panel named in the address, to look at.</summary>
    /// <exception cref="PanelException">There is none, or it is not for the caller.</exception>
    public async Task<PanelDescription> FindPanelAsync()
    {
        var name = Route("panel");
        if (FindPanel(name) is { } found) return found;
        // Which of the two it is, the catalog knows.
        await Services.Catalog.ViewAsync(name, Caller, cancellationToken: Aborted);
        throw new PanelException(PanelError.NotFound, $"There is no panel '{name}'.");
    }

    /// <summary>The panel named in the address and an act of it, to do.</summary>
    /// <exception cref="PanelException">There is none, or it is not for the caller; the audit has it.</exception>
    public async Task<(PanelDescription Panel, PanelAct Act)> FindActAsync(string name)
    {
        var panel = Route("panel");
        if (FindPanel(panel) is { } found && found.Acts.FirstOrDefault(act => act.Name == name) is { } wanted) return (found, wanted);
        // The catalog refuses it and writes the audit. If it has come to be there meanwhile, it is refused for an argument that no act has.
        await Services.Catalog.ActAsync(panel, ActRequest.Of(name, (PanelUrls.Token, "")), Caller, cancellationToken: Aborted);
        throw new PanelException(PanelError.NotFound, $"There is no {panel} {name}.");
    }

    /// <exception cref="PanelException">The caller may do none of that name.</exception>
    public static PanelAct FindAct(PanelDescription panel, string name) => panel.Acts.FirstOrDefault(act => act.Name == name)
        ?? throw new PanelException(PanelError.NotFound, $"{panel.Title} has no act '{name}', or it is not for you.");

    public void Redirect(string address)
    {
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        Http.Response.Headers.Location = address;
    }

    private PanelDescription? FindPanel(string name) => Panels.FirstOrDefault(panel => panel.Name == name);
}
