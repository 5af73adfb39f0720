namespace PluginFramework.Loader.Feeds;

/// <summary>What a <see cref="FeedProgress"/> is about.</summary>
public enum FeedActivity
{
    /// <summary>A feed is asked.</summary>
    Asking,

    /// <summary>A package is downloaded.</summary>
    Downloading,

    /// <summary>A package has arrived and its content is known.</summary>
    Downloaded,

    /// <summary>A plugin's folder is written.</summary>
    LayingOut,
}
