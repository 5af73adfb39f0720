namespace PluginFramework.Loader.Locking;

/// <summary>A third-party package that a plugin was built with.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">SHA-512 of the package in Base64, as NuGet records it.</param>
public sealed record LockedPackage(string Version, string Sha512);
