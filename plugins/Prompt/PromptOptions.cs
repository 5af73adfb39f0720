using PluginFramework.Plugins;

namespace PluginFramework.Prompt;

/// <summary>What the chat prompt can be configured with.</summary>
public sealed class PromptOptions : IPluginOptions
{
    /// <summary>Most lines of one answer. Default 20, range 1–500: what a chat window shows at once, and what IRC lets through unthrottled.</summary>
    public int MaxLines { get; set; } = 20;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (MaxLines is < 1 or > 500) yield return $"MaxLines is {MaxLines}; it must lie in 1 to 500.";
    }
}
