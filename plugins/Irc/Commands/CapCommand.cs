using System.Globalization;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>Capability negotiation (IRCv3).</summary>
internal static class CapCommand
{
    public static ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken)
    {
        switch (message[0].ToUpperInvariant())
        {
            case "LS":
                HoldBack(session);
                var withValues = int.TryParse(message[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= 302;
                Answer(session, "LS", string.Join(' ', Offers(session, withValues)));
                break;
            case "LIST":
                Answer(session, "LIST", string.Join(' ', IrcCapabilityNames.Of(session.Capabilities)));
                break;
            case "REQ":
                HoldBack(session);
                Request(session, message[1]);
                break;
            case "END":
                if (session.State is not IrcSessionState.Registering state) break;
                session.State = state with { IsNegotiating = false };
                return IrcRegistration.TryCompleteAsync(session, cancellationToken);
            default:
                session.Reply(IrcNumeric.InvalidCapCommand, [message[0]], "Invalid CAP command: LS, LIST, REQ and END are known");
                break;
        }

        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> Offers(IrcSession session, bool withValues)
    {
        var mechanisms = string.Join(',', session.Server.MechanismsFor(session.Client).Select(mechanism => mechanism.Name));
        foreach (var name in IrcCapabilityNames.Everything)
        {
            if (name != "sasl") yield return name;
            else if (mechanisms.Length > 0) yield return withValues ? $"sasl={mechanisms}" : name;
        }
    }

    private static void Request(IrcSession session, string names)
    {
        var capabilities = session.Capabilities;
        foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isRemoval = name[0] == '-';
            var capability = IrcCapabilityNames.Find(isRemoval ? name[1..] : name);
            if (capability == IrcCapabilities.None)
            {
                // All of a request or nothing of it.
                Answer(session, "NAK", names);
                return;
            }

            capabilities = isRemoval ? capabilities & ~capability : capabilities | capability;
        }

        session.Capabilities = capabilities;
        Answer(session, "ACK", names);
    }

    private static void HoldBack(IrcSession session)
    {
        if (session.State is IrcSessionState.Registering state) session.State = state with { IsNegotiating = true };
    }

    private static void Answer(IrcSession session, string subcommand, string text) =>
        session.Writer.Write(default, session.Server.Options.ServerName, "CAP", [session.Nickname, subcommand], text);
}
