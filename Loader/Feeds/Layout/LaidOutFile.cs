using PluginFramework.Loader.Feeds.Packages;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>A file of a plugin's folder and the package it comes from.</summary>
internal sealed record LaidOutFile(StockedPackage Package, PackageAsset Asset);
