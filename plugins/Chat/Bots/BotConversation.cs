using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat.Events;

namespace PluginFramework.Chat.Bots;

/// <summary>
/// What one session says to one bot, a message at a time, away from the hub's lock, and what the bot answers. There is a task only while
/// there are messages, so an idle conversation holds nothing of the bot.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Neither field has a timer or a wait handle; a bot may keep the reply after the conversation.")]
internal sealed class BotConversation(ChatHub hub, BotPresence presence, ChatSession sender, ILogger logger) : IChatReply, IReceipt
{
    private const int MaxWaiting = 16;

    // An answer may be longer than a session's queue: so many pieces are under way, then the bot waits for the client to read.
    private const int MaxRepliesUnderWay = 64;

    private readonly SemaphoreSlim _replies = new(MaxRepliesUnderWay, MaxRepliesUnderWay);
    private readonly CancellationTokenSource _ended = new();

    // Guarded by the hub's lock, as is _isRunning.
    private readonly Queue<ChatBotMessage> _waiting = [];
    private bool _isRunning;

    /// <summary>Called inside the hub's lock.</summary>
    public void Post(string text)
    {
        if (_waiting.Count >= MaxWaiting) throw Refusals.MailboxFull(presence.Person.Nickname);
        _waiting.Enqueue(new ChatBotMessage(sender.Principal, sender.Client, sender.Person.Nickname, text));
        if (_isRunning) return;
        _isRunning = true;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Called inside the hub's lock; what the bot hung on its token runs outside of it.</summary>
    public void Cancel()
    {
        _waiting.Clear();
        _ = _ended.CancelAsync();
    }

    public async ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        await _replies.WaitAsync(either.Token);
        Deliver(ChatMessageKind.Message, text, this);
    }

    public void Handled() => _replies.Release();

    private async Task RunAsync()
    {
        while (TryTake() is { } message)
        {
            try
            {
                if (presence.Bot is { } bot) await bot.OnMessageAsync(message, this, _ended.Token);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                var name = presence.Person.Nickname;
                logger.BotFailed(exception, name, message.Sender.UserName);
                Deliver(ChatMessageKind.Notice, $"{name} failed with {exception.GetType().Name}; the daemon's log has the details.", receipt: null);
            }
        }
    }

    private ChatBotMessage? TryTake()
    {
        using (hub.Enter())
        {
            _isRunning = _waiting.TryDequeue(out var message);
            return message;
        }
    }

    private void Deliver(ChatMessageKind kind, string text, IReceipt? receipt)
    {
        using (hub.Enter())
        {
            if (!_ended.IsCancellationRequested) hub.Deliver(sender, new ChatEvent.DirectMessage(hub.Now, presence.Person, kind, text), receipt);
        }
    }
}
