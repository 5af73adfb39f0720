namespace PluginFramework.Core.Startup;

/// <summary>Ends a command with an exit code and a message for people.</summary>
internal sealed class CommandException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
