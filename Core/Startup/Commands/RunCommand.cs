namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>run</c>: the daemon in the foreground.</summary>
internal static class RunCommand
{
    public static async Task<int> ExecuteAsync(CommandContext context)
    {
        var detached = context.Parsed.GetValue(context.Options.Detached);
        if (detached) Posix.StartSession();
        return await new DaemonRunner(context, detached).RunAsync().ConfigureAwait(false);
    }
}
