namespace PluginFramework.Core.Control;

/// <summary>Why an act was not done.</summary>
/// <param name="Code">A word for programs: <c>unknown-act</c>, <c>version</c>, <c>malformed</c>, <c>refused</c>, <c>unavailable</c>, <c>failed</c>.</param>
/// <param name="ExitCode">What a command ends with.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record ControlError(string Code, int ExitCode, string Message);
