namespace PluginFramework.Http.Modules;

/// <summary>The form of a module's prefix.</summary>
internal static class ModulePrefix
{
    /// <summary>Empty, or segments of <c>a-z 0-9 - _ .</c> with a slash between, none of which is dots alone, at most 200 characters.</summary>
    public static bool IsValid(string prefix) => prefix.Length == 0 || (prefix.Length <= 200 && prefix.Split('/').All(IsSegment));

    private static bool IsSegment(string segment) => segment.Length > 0 && segment.Any(c => c != '.')
        && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}
