namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record CommandResult(int Code, string Output, string Error);
