using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Chat.Bots;

/// <summary>Signs bots on and off as their plugins come and go.</summary>
/// <remarks>Lock order: this, then the hub.</remarks>
internal sealed class BotRoster : IDisposable
{
    private readonly ChatHub _hub;
    private readonly ILiveExports<IChatBot> _bots;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;

    // Makes one reconciliation of each change, the last one with the last state of the live set.
    private readonly Lock _lock = new();
    private bool _isDisposed;

    public BotRoster(ChatHub hub, ILiveExports<IChatBot> bots, ILogger logger)
    {
        _hub = hub;
        _bots = bots;
        _logger = logger;
        _subscription = bots.Subscribe(_ => Reconcile());
        Reconcile();
    }

    public void Dispose()
    {
        _subscription.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            SignOnOnly([]);
        }
    }

    private void Reconcile()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            var wanted = new Dictionary<string, (IChatBot Bot, ChatPerson Person, string Plugin)>(ChatNameComparer.Instance);
            foreach (var export in _bots.Current)
            {
                if (Describe(export) is not { } person) continue;
                if (!wanted.TryAdd(person.Nickname, (export.Value, person, export.PluginId))) _logger.BotNameTaken(export.PluginId, person.Nickname);
            }

            SignOnOnly(wanted);
        }
    }

    private ChatPerson? Describe(LiveExport<IChatBot> export)
    {
        try
        {
            var name = export.Value.Name;
            if (name is not null && ChatNames.IsAccount(name))
            {
                return new ChatPerson(name, name)
                {
                    RealName = export.Value.Description ?? "",
                    Protocol = "bot",
                    IsBot = true,
                    IsPrivate = true,
                    SignedOnAt = _hub.Now,
                };
            }

            _logger.BotNameInvalid(export.PluginId, name);
            return null;
        }
        catch (Exception exception)
        {
            _logger.BotUnnamed(exception, export.PluginId);
            return null;
        }
    }

    /// <summary>One step for everybody else: a bot whose plugin was replaced is never seen to be missing.</summary>
    private void SignOnOnly(Dictionary<string, (IChatBot Bot, ChatPerson Person, string Plugin)> wanted)
    {
        using (_hub.Enter())
        {
            foreach (var presence in _hub.Bots.ToArray())
            {
                var name = presence.Person.Nickname;
                if (wanted.TryGetValue(name, out var same) && ReferenceEquals(same.Bot, presence.Bot))
                {
                    wanted.Remove(name);
                    continue;
                }

                presence.SignOff();
                _hub.Bots.Remove(presence);
                _hub.People.Remove(name);
                _logger.BotSignedOff(name);
            }

            foreach (var (name, (bot, person, plugin)) in wanted)
            {
                // People tell bots things they would tell nobody else, so nobody may pass for one.
                if (_hub.People.GetValueOrDefault(name) is ChatSession impostor) _hub.SignOff(impostor, "The nickname belongs to a program");
                var presence = new BotPresence(_hub, bot, person, _logger);
                _hub.Bots.Add(presence);
                _hub.People.Add(name, presence);
                _logger.BotSignedOn(name, plugin);
            }
        }
    }
}
