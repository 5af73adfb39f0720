namespace PluginFramework.Prompt.Web;

/// <summary>A browser's place at a console. Disposing of it ends the use by one request.</summary>
internal sealed class WebPlace(WebPlaces places, IPromptConsole console, string userId) : IDisposable
{
    public IPromptConsole Console => console;

    public string UserId => userId;

    /// <summary>How many requests use it; for <see cref="WebPlaces"/> alone.</summary>
    public int Uses { get; set; }

    /// <summary>When a request last ended that used it.</summary>
    public long UsedAt { get; set; }

    public void Dispose() => places.Release(this);
}
