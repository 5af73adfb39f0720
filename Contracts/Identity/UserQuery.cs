namespace PluginFramework.Identity;

/// <summary>Which users to list.</summary>
public sealed record UserQuery
{
    /// <summary>Only names after this one, for the next page; <see langword="null"/>: from the first.</summary>
    public string? After { get; init; }

    /// <summary>How many at most. Default 100, range 1–1000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only names or display names that contain this, without regard to case; <see langword="null"/>: all.</summary>
    public string? Search { get; init; }

    /// <summary>Only users with this role; <see langword="null"/>: all.</summary>
    public string? Role { get; init; }
}
