using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Chat;

/// <summary>A direct message to a bot.</summary>
/// <param name="Sender">The user who sent it.</param>
/// <param name="Client">The client it came from; its <see cref="ClientInfo.IsPrivate"/> tells whether others can read along.</param>
/// <param name="Nickname">The sender's nickname.</param>
/// <param name="Text">The text, without the protocol's framing.</param>
public sealed record ChatBotMessage(Principal Sender, ClientInfo Client, string Nickname, string Text);
