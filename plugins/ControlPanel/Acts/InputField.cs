namespace PluginFramework.ControlPanel.Acts;

/// <summary>An input of a form.</summary>
/// <param name="Name">Its name in what is sent.</param>
/// <param name="Label">Its name for people.</param>
internal sealed record InputField(string Name, string Label)
{
    public string Type { get; init; } = "text";

    public string? Value { get; init; }

    public string? Description { get; init; }

    public string? Problem { get; init; }

    public string? Autocomplete { get; init; }

    public string? Unit { get; init; }

    public string? Minimum { get; init; }

    public string? Maximum { get; init; }

    public string? Step { get; init; }

    public int MinLength { get; init; }

    public int MaxLength { get; init; }

    public bool IsRequired { get; init; }

    public bool HasFocus { get; init; }
}
