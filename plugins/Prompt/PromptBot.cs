using System.Collections.Concurrent;
using System.Composition;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Prompt;

/// <summary>The prompt as somebody one talks to: each operator has a session of their own, which lasts over messages.</summary>
[Export(typeof(IChatBot))]
[Shared]
[method: ImportingConstructor]
public sealed class PromptBot(IPromptEngine engine, IAuditLog audit, IPluginContext context) : IChatBot, IAsyncDisposable
{
    private const string Help =
        "Send me C#, and I answer with its value. Declarations last from message to message.\n"
        + "At hand: Users, Plugins, Chat, Endpoints, Log, Me. Try: Users.Count()\n"
        + "reset forgets all declarations; help is this.";

    private readonly PlainTextRenderer _renderer = new(context.GetOptions<PromptOptions>().MaxLines);
    private readonly ConcurrentDictionary<string, IPromptSession> _sessions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "prompt";

    /// <inheritdoc/>
    public string Description => "A C# prompt for operators, in private and over TLS or from this machine only.";

    /// <inheritdoc/>
    public async Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reply);
        await reply.SendAsync(await AnswerAsync(message, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_sessions.Values.Select(session => session.DisposeAsync().AsTask()));

    private async Task<string> AnswerAsync(ChatBotMessage message, CancellationToken cancellationToken)
    {
        // Asked for every message: the session may have been opened over TLS by another client of the same user.
        if (!message.Sender.IsOperator) return Refuse(message, "not-operator", "I am for operators only, and you are not one.");
        if (!message.Client.IsPrivate)
            return Refuse(message, "not-private", "Others could read along: connect with TLS, or from this machine, and ask again.");
        var code = message.Text.Trim();
        switch (code)
        {
            case "":
            case "help":
                return Help;
            case "reset":
                if (_sessions.TryGetValue(message.Sender.UserId, out var known)) await ResetAsync(message.Sender.UserId, known, cancellationToken);
                return "All declarations are forgotten.";
        }

        try
        {
            return string.Join('\n', _renderer.Render(await EvaluateAsync(message, code, cancellationToken)));
        }
        catch (Exception exception) when (exception is InvalidOperationException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private async Task<PromptResult> EvaluateAsync(ChatBotMessage message, string code, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(message.Sender.UserId, out var session))
        {
            try
            {
                return await session.EvaluateAsync(code, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                // The engine closes sessions that were idle for long.
                _sessions.TryRemove(KeyValuePair.Create(message.Sender.UserId, session));
            }
        }

        session = await engine.OpenAsync(message.Sender, message.Client, cancellationToken);
        var kept = _sessions.GetOrAdd(message.Sender.UserId, session);
        if (!ReferenceEquals(kept, session)) await session.DisposeAsync();
        return await kept.EvaluateAsync(code, cancellationToken);
    }

    private async Task ResetAsync(string userId, IPromptSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.ResetAsync(cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            _sessions.TryRemove(KeyValuePair.Create(userId, session));
        }
    }

    private string Refuse(ChatBotMessage message, string outcome, string answer)
    {
        audit.Record(new AuditEvent("prompt.open", outcome)
        {
            Actor = message.Sender.UserName,
            Surface = message.Client.Protocol,
            RemoteAddress = message.Client.RemoteAddress,
        });
        return answer;
    }
}
