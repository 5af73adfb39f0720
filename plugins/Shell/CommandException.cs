namespace PluginFramework.Shell;

/// <summary>A command is not carried out.</summary>
/// <param name="exitCode">With what it ends.</param>
/// <param name="message">What is wrong and what to do next.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
