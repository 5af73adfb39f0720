namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>A file of a package that a plugin's folder gets.</summary>
/// <param name="Kind">As what a <c>.deps.json</c> lists it.</param>
/// <param name="Path">Its name in the package.</param>
/// <param name="Target">Its name in the folder, with <c>/</c>.</param>
internal sealed record PackageAsset(AssetKind Kind, string Path, string Target);
