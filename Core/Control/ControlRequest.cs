using System.Collections.Immutable;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Control;

/// <summary>Asks the daemon for something.</summary>
/// <param name="Version"><see cref="ControlProtocol.Version"/>.</param>
/// <param name="Request">What: <see cref="ControlKind"/>.</param>
internal sealed record ControlRequest(int Version, string? Request)
{
    /// <summary>The panel meant.</summary>
    public string? Panel { get; init; }

    /// <summary>The one thing in it to show.</summary>
    public string? Subject { get; init; }

    /// <summary>What the view is narrowed with: by filter a text, number, true or false, or a list of these.</summary>
    public Dictionary<string, JsonElement>? Filters { get; init; }

    /// <summary>Where a view goes on.</summary>
    public string? After { get; init; }

    /// <summary>What to do.</summary>
    public string? Act { get; init; }

    /// <summary>Its arguments: by parameter a text, number, true or false, or a list of these.</summary>
    public Dictionary<string, JsonElement>? Arguments { get; init; }

    /// <summary>Say what would be done and do nothing.</summary>
    public bool DryRun { get; init; }

    public static ControlRequest Of(string kind) => new(ControlProtocol.Version, kind);

    public static ControlRequest OfView(string panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>>? filters, string? after) =>
        Of(ControlKind.View) with { Panel = panel, Subject = subject, Filters = ArgumentTexts.Write(filters), After = after };

    public static ControlRequest OfAct(string panel, ActRequest request) =>
        Of(ControlKind.Act) with { Panel = panel, Act = request.Act, Arguments = ArgumentTexts.Write(request.Arguments), DryRun = request.IsDryRun };

    /// <summary>Leaves the arguments out: there may be a password among them.</summary>
    public override string ToString() => $"{Request}/{Version} {Panel} {Act}";
}
