namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>A package in use with a known vulnerability.</summary>
/// <param name="Plugin">The plugin that has it.</param>
/// <param name="Package">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Severity">Low, Moderate, High, Critical or Unknown.</param>
/// <param name="Advisory">What is known of it.</param>
/// <param name="Feed">The feed that says so.</param>
public sealed record VulnerablePackage(string Plugin, string Package, string Version, string Severity, Uri Advisory, string Feed);
