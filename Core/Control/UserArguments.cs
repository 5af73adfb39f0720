namespace PluginFramework.Core.Control;

/// <summary>A user, and what is to be set of them; what is <see langword="null"/> stays.</summary>
internal sealed record UserArguments(string? Name)
{
    public string? Password { get; init; }

    public string? DisplayName { get; init; }

    public string[]? Roles { get; init; }

    public string[]? Protocols { get; init; }

    public bool? Disabled { get; init; }

    public string[]? Certificates { get; init; }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"UserArguments {Name}";
}
