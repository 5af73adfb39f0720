namespace PluginFramework.Loader.Store;

/// <summary>A copy in the content store.</summary>
/// <param name="Hash">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Path">Its folder.</param>
internal sealed record StoredContent(string Hash, string Path)
{
    /// <summary>The names of its files, relative to the folder, with <c>/</c>.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    // The hash is of the list of files, so nothing else need be compared.
    public bool Equals(StoredContent? other) => other is not null && Hash == other.Hash && Path == other.Path;

    public override int GetHashCode() => HashCode.Combine(Hash, Path);
}
