using PluginFramework.Chat;

namespace PluginFramework.Prompt.Tests;

internal sealed class ChatReplyFake : IChatReply
{
    public List<string> Texts { get; } = [];

    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        Texts.Add(text);
        return ValueTask.CompletedTask;
    }
}
