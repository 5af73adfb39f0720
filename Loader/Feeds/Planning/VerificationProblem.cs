namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>An installed folder differs from what the lock file says of it.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Message">What differs.</param>
public sealed record VerificationProblem(string Plugin, string Message);
