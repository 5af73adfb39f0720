namespace PluginFramework.Identity;

/// <summary>An entry of the audit. Holds no secret.</summary>
/// <param name="Action">What was done, noun and verb: <c>login</c>, <c>user.add</c>, <c>prompt.evaluate</c>.</param>
/// <param name="Outcome">How it ended: <c>ok</c>, or a word for why not: <c>invalid-credentials</c>.</param>
public sealed record AuditEvent(string Action, string Outcome)
{
    /// <summary>Who did it: a user's name, or <c>cli:root</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>To whom or what.</summary>
    public string? Subject { get; init; }

    /// <summary>Over which protocol or surface.</summary>
    public string? Surface { get; init; }

    /// <summary>From which address.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>What else is worth knowing.</summary>
    public string? Detail { get; init; }
}
