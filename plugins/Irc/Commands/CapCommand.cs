using System.Globalization;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>Capability negotiation (IRCv3).</summary>
internal static class CapCommand
{
    /// <summary>The version as of which capabilities have values and <c>cap-notify</c> is understood.</summary>
    private const int WithNotify = 302;

    public static ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken)
    {
        switch (message[0].ToUpperInvariant())
        {
            case "LS":
                HoldBack(session);
                if (int.TryParse(message[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= WithNotify)
                {
                    session.Offer.HasValues = true;
                    session.Capabilities |= IrcCapabilities.CapNotify;
                }

                session.ReplyCap("LS", session.Offer.Describe());
                break;
            case "LIST":
                session.ReplyCap("LIST", string.Join(' ', IrcCapabilityNames.Of(session.Capabilities)));
                break;
            case "REQ":
                HoldBack(session);
                Request(session, message[1]);
                break;
            case "END":
                if (session.State is not IrcSessionState.Registering state) break;
                if (state.Sasl is not null) session.Reply(IrcNumeric.SaslAborted, [], "SASL authentication aborted");
                session.State = state with { IsNegotiating = false, Sasl = null };
                return IrcRegistration.TryCompleteAsync(session, cancellationToken);
            default:
                session.Reply(IrcNumeric.InvalidCapCommand, [message[0]], "Invalid CAP command: LS, LIST, REQ and END are known");
                break;
        }

        return ValueTask.CompletedTask;
    }

    private static void Request(IrcSession session, string names)
    {
        var capabilities = session.Capabilities;
        foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isRemoval = name[0] == '-';
            var capability = IrcCapabilityNames.Find(isRemoval ? name[1..] : name);

            // All of a request or nothing of it.
            if (!IsGranted(session, capability, isRemoval))
            {
                session.ReplyCap("NAK", names);
                return;
            }

            capabilities = isRemoval ? capabilities & ~capability : capabilities | capability;
        }

        session.Capabilities = capabilities;
        session.ReplyCap("ACK", names);
    }

    private static bool IsGranted(IrcSession session, IrcCapabilities capability, bool isRemoval) => capability switch
    {
        IrcCapabilities.None => false,
        // What came with version 302 cannot be given back.
        IrcCapabilities.CapNotify => !isRemoval || !session.Offer.HasValues,
        IrcCapabilities.Sasl => isRemoval || session.Server.MechanismsFor(session.Client).Any(),
        _ => true,
    };

    private static void HoldBack(IrcSession session)
    {
        if (session.State is IrcSessionState.Registering state) session.State = state with { IsNegotiating = true };
    }
}
