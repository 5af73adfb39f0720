using System.Text.RegularExpressions;

namespace PluginFramework.Loader.Manifests;

/// <summary>The rule for plugin ids.</summary>
public static partial class PluginId
{
    /// <summary>Whether it is 1 to 64 of <c>a-z 0-9 . -</c> and begins with a letter.</summary>
    public static bool IsValid(string? id) => id is not null && Pattern().IsMatch(id);

    [GeneratedRegex(@"\A[a-z][a-z0-9.-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
