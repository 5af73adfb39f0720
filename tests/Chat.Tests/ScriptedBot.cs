namespace PluginFramework.Chat.Tests;

/// <summary>A bot that does what a test says.</summary>
internal sealed class ScriptedBot(string name, Func<ChatBotMessage, IChatReply, CancellationToken, Task>? script = null) : IChatBot
{
    public string Name => name;

    public string Description => $"The bot {name}";

    public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) =>
        script?.Invoke(message, reply, cancellationToken) ?? reply.SendAsync($"{message.Nickname}: {message.Text}", cancellationToken).AsTask();
}
