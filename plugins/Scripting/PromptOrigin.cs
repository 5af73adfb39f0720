using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Scripting;

/// <summary>Who enters something, and from where.</summary>
internal sealed record PromptOrigin(Principal Principal, ClientInfo Client);
