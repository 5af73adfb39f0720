using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Chat;

/// <summary>A client that signs on.</summary>
/// <param name="Principal">The user.</param>
/// <param name="Client">The client.</param>
/// <param name="Nickname">The nickname wanted.</param>
/// <param name="RealName">What the user says of themselves.</param>
public sealed record ChatSignOn(Principal Principal, ClientInfo Client, string Nickname, string RealName);
