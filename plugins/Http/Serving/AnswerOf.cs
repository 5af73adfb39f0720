using PluginFramework.Http.Hosting;

namespace PluginFramework.Http.Serving;

/// <summary>Who answers a request, as it turns out.</summary>
internal sealed class AnswerOf
{
    /// <summary>The host it is for.</summary>
    public VirtualHost? Host { get; set; }

    /// <summary>What errors look like among the pages of others.</summary>
    public FramedAnswers? Framed { get; init; }

    /// <summary>The plugin whose module answers; this one until then.</summary>
    public string PluginId { get; set; } = "http";
}
