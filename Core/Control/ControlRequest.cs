namespace PluginFramework.Core.Control;

/// <summary>Asks the daemon for something.</summary>
/// <param name="Version"><see cref="ControlProtocol.Version"/>.</param>
/// <param name="Act">What: <see cref="ControlAct"/>.</param>
internal sealed record ControlRequest(int Version, string? Act)
{
    /// <summary>The plugin meant.</summary>
    public string? Id { get; init; }

    /// <summary>The user meant, and what is to be set of them.</summary>
    public UserArguments? User { get; init; }

    /// <summary>Which users to list.</summary>
    public UserListArguments? Users { get; init; }

    public static ControlRequest Of(string act) => new(ControlProtocol.Version, act);

    /// <summary>Leaves the arguments out: there may be a password among them.</summary>
    public override string ToString() => $"{Act}/{Version}";
}
