namespace PluginFramework.Loader.Store;

/// <summary>A file to be stored.</summary>
/// <param name="Name">Its name within the copy, folders separated by <c>/</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Open">Opens it for reading.</param>
internal sealed record ContentFile(string Name, long Length, Func<Stream> Open);
