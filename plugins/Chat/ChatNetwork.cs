using System.Collections.Immutable;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat.Bots;
using PluginFramework.Chat.Offline;
using PluginFramework.Chat.People;
using PluginFramework.Chat.Rooms;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Chat;

/// <summary>The chat network of one process, in memory; only messages for absent users are on disk.</summary>
[Export(typeof(IChatNetwork)), Shared]
public sealed class ChatNetwork : IChatNetwork, IDisposable
{
    private readonly ChatHub _hub;
    private readonly ChatOptions _options;
    private readonly AccountNames _names;
    private readonly OfflineMessages _offline;
    private readonly DirectMessages _directMessages;
    private readonly RoomOperations _rooms;
    private readonly BotRoster _bots;

    /// <summary>Opens the network and signs the bots on.</summary>
    [ImportingConstructor]
    public ChatNetwork(IUserManager users, ILiveExports<IChatBot> bots, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var logger = context.LoggerFactory.CreateLogger<ChatNetwork>();
        _options = context.GetOptions<ChatOptions>();
        _hub = new ChatHub(context.TimeProvider, logger);
        _names = new AccountNames(users, context.TimeProvider, logger);
        _offline = new OfflineMessages(Path.Combine(context.DataDirectory, "offline"), _options.MaxOfflineMessages, logger);
        _directMessages = new DirectMessages(_hub, users, _offline, _options);
        _rooms = new RoomOperations(_hub, _options);
        _bots = new BotRoster(_hub, bots, logger);
    }

    /// <inheritdoc/>
    public async ValueTask<IChatSession> SignOnAsync(ChatSignOn signOn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signOn);
        if (!ChatNames.IsNickname(signOn.Nickname, signOn.Principal.UserName)) throw Refusals.NicknameInvalid(signOn.Nickname);
        if (signOn.RealName.Length > _options.MaxTopicLength) throw Refusals.TooLong(signOn.Nickname, "real name", _options.MaxTopicLength);
        await _names.CheckAsync(signOn.Nickname, signOn.Principal.UserName, cancellationToken);

        var session = new ChatSession(_hub, _options, _names, _rooms, _directMessages, signOn);
        using (_hub.Enter())
        {
            if (_hub.People.ContainsKey(signOn.Nickname)) throw Refusals.NicknameInUse(signOn.Nickname);
            _hub.Add(session);
        }

        try
        {
            await DeliverWaitingAsync(session, cancellationToken);
            return session;
        }
        catch
        {
            // A client that was never told it is signed on must not stay in the list of people.
            await session.SignOffAsync("Could not sign on", CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ChatRoom>> ListRoomsAsync(CancellationToken cancellationToken = default)
    {
        using (_hub.Enter()) return ValueTask.FromResult(_hub.ListRooms(asker: null));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ChatPerson>> ListPeopleAsync(CancellationToken cancellationToken = default)
    {
        ImmutableArray<ChatPerson> people;
        using (_hub.Enter()) people = [.. _hub.People.Values.Select(presence => presence.Snapshot())];
        return ValueTask.FromResult(people.Sort((left, right) => ChatNameComparer.Instance.Compare(left.Nickname, right.Nickname)));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ChatDeparture>> ListDeparturesAsync(string nickname, CancellationToken cancellationToken = default)
    {
        using (_hub.Enter()) return ValueTask.FromResult(_hub.Departures.Of(nickname));
    }

    /// <summary>Signs everybody off.</summary>
    public void Dispose()
    {
        _bots.Dispose();
        using (_hub.Enter())
        {
            foreach (var session in _hub.People.Values.OfType<ChatSession>().ToArray()) _hub.SignOff(session, "The chat network is closing");
        }
    }

    private async ValueTask DeliverWaitingAsync(ChatSession session, CancellationToken cancellationToken)
    {
        if (await _offline.BeginDeliveryAsync(session.UserId, cancellationToken) is not { } delivery) return;
        using (_hub.Enter())
        {
            if (session.IsSignedOff)
            {
                delivery.Abandon();
                return;
            }

            session.Delivery = delivery;
            for (var i = 0; i < delivery.Messages.Count; i++)
            {
                _hub.Deliver(session, delivery.Messages[i].ToEvent(), i == delivery.Messages.Count - 1 ? delivery : null);
            }
        }

        if (delivery.Messages.Count == 0) delivery.Handled();
    }
}
