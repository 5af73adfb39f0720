namespace PluginFramework.Ssh.Channels;

/// <summary>Which variables a client may set.</summary>
internal static class EnvironmentFilter
{
    public const int MaxVariables = 100, MaxName = 128, MaxValue = 4096;

    private static readonly string[] Standard = ["LANG", "LANGUAGE", "LC_*", "TZ", "COLORTERM", "NO_COLOR"];

    public static bool Accepts(SshOptions options, string name)
    {
        IReadOnlyList<string> patterns = options.AcceptedEnvironment.Count > 0 ? options.AcceptedEnvironment : Standard;
        return patterns.Any(pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern);
    }
}
