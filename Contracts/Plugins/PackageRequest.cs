namespace PluginFramework.Plugins;

/// <summary>A package that is wanted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">
/// A version, which means at least that one, or a range as NuGet writes it: <c>[1.2.3]</c>, <c>[1.0,2.0)</c>, <c>1.*</c>. <see langword="null"/>:
/// the latest that is listed and, unless configured otherwise, no pre-release.
/// </param>
public sealed record PackageRequest(string Id, string? Version);
