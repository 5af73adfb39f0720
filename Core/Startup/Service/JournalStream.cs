namespace PluginFramework.Core.Startup.Service;

/// <summary>Tells whether standard error is the journal of systemd.</summary>
internal static class JournalStream
{
    /// <summary>Whether <c>JOURNAL_STREAM</c> names what standard error is connected to, as <c>systemd.exec(5)</c> asks to check.</summary>
    public static bool IsStandardError(PluginApplicationBuilder builder)
    {
        if (builder.EnvironmentVariables.GetValueOrDefault("JOURNAL_STREAM") is not { } stream || !ReferenceEquals(builder.Error, Console.Error)) return false;
        try
        {
            return OperatingSystem.IsLinux() && new FileInfo("/proc/self/fd/2").LinkTarget == $"socket:[{stream[(stream.IndexOf(':') + 1)..]}]";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
