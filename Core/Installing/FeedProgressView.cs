using System.Globalization;
using PluginFramework.Loader.Feeds;
using PluginFramework.Panels;

namespace PluginFramework.Core.Installing;

/// <summary>Hands on what the feeds say of their progress as panels show it.</summary>
internal sealed class FeedProgressView(IProgress<View.Progress> progress) : IProgress<FeedProgress>
{
    /// <summary>For who wants to know; <see langword="null"/>: nobody does.</summary>
    public static FeedProgressView? For(IProgress<View.Progress>? progress) => progress is null ? null : new(progress);

    public void Report(FeedProgress value) => progress.Report(new(Label(value), null));

    private static string Label(FeedProgress value) => value.Activity switch
    {
        FeedActivity.Asking => $"Asking {value.Feed} for {(value.Subject.Length == 0 ? "all plugins" : value.Subject)}",
        FeedActivity.Downloading when value.Bytes > 0 =>
            string.Create(CultureInfo.InvariantCulture, $"Downloading {value.Subject} from {value.Feed}, {value.Bytes / 1048576.0:0.0} MiB so far"),
        FeedActivity.Downloading => $"Downloading {value.Subject} from {value.Feed}",
        FeedActivity.Downloaded => $"Downloaded {value.Subject} from {value.Feed}",
        _ => $"Laying out {value.Subject}",
    };
}
