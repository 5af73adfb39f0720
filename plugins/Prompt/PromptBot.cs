using System.Collections.Concurrent;
using System.Composition;
using PluginFramework.Chat;
using PluginFramework.Plugins;

namespace PluginFramework.Prompt;

/// <summary>The prompt as somebody one talks to: each operator has a console of their own called <c>chat</c>, which other surfaces can join.</summary>
[Export(typeof(IChatBot))]
[Shared]
[method: ImportingConstructor]
public sealed class PromptBot(IPromptConsoles consoles, IPluginContext context) : IChatBot
{
    private const string ConsoleName = "chat";

    private const string Help =
        "Send me C#, and I answer with its value. Declarations last from message to message.\n"
        + "At hand: Users, Plugins, Chat, Endpoints, Log, Me. Try: Users.Count()\n"
        + "help Users.Add tells what the documentation says of something; stop stops what runs; reset forgets all declarations; help is this.";

    // By user the console and the event up to which they were told of it.
    private readonly ConcurrentDictionary<string, (int Console, long Event)> _told = new(StringComparer.Ordinal);
    private readonly PlainTextRenderer _renderer = new(context.GetOptions<PromptOptions>().MaxLines);

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

    private async Task<string> AnswerAsync(ChatBotMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // Attached for every message: the last one may have come over TLS from another client of the same user, and this one in the clear.
            using var console = consoles.Open(message.Sender, message.Client, ConsoleName);
            var news = News(console);
            var answer = await AnswerAsync(console, message.Text.Trim(), cancellationToken);
            return string.Join('\n', [.. news, answer]);
        }
        catch (Exception exception) when (exception is InvalidOperationException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>What has happened by itself since the user's last message: a bot speaks when it is spoken to.</summary>
    private IEnumerable<string> News(IPromptConsole console)
    {
        var info = console.Info;
        var isKnown = _told.TryGetValue(info.OwnerId, out var told) && told.Console == info.Number;
        var events = console.Read(isKnown ? told.Event : 0);
        if (events is [.., var last]) _told[info.OwnerId] = (info.Number, last.Id);
        return isKnown ? events.SelectMany(each => _renderer.Render(each)) : [];
    }

    private async Task<string> AnswerAsync(IPromptConsole console, string code, CancellationToken cancellationToken)
    {
        switch (code)
        {
            case "" or "help":
                return Help;
            case "stop":
                return console.Cancel() ? "Stopping." : "Nothing runs.";
            case "reset":
                await console.ResetAsync(cancellationToken);
                return "All declarations are forgotten.";
        }

        if (code.StartsWith("help ", StringComparison.Ordinal) && code[5..].Trim() is { Length: > 0 } name)
        {
            return await console.DescribeAsync(name, cancellationToken) is { } description
                ? string.Join('\n', _renderer.Render(description))
                : $"{name} means nothing here.";
        }

        await using var stop = cancellationToken.UnsafeRegister(state => ((IPromptConsole)state!).Cancel(), console);
        return string.Join('\n', _renderer.Render(await console.EvaluateAsync(code)));
    }
}
