namespace PluginFramework.Irc.Protocol;

/// <summary>The capabilities by name.</summary>
internal static class IrcCapabilityNames
{
    private static readonly (string Name, IrcCapabilities Capability)[] All =
    [
        ("account-tag", IrcCapabilities.AccountTag),
        ("away-notify", IrcCapabilities.AwayNotify),
        ("cap-notify", IrcCapabilities.CapNotify),
        ("echo-message", IrcCapabilities.EchoMessage),
        ("extended-join", IrcCapabilities.ExtendedJoin),
        ("multi-prefix", IrcCapabilities.MultiPrefix),
        ("sasl", IrcCapabilities.Sasl),
        ("server-time", IrcCapabilities.ServerTime),
        ("standard-replies", IrcCapabilities.StandardReplies),
        ("userhost-in-names", IrcCapabilities.UserhostInNames),
    ];

    public static IrcCapabilities Find(string name) => Array.Find(All, item => item.Name == name).Capability;

    public static IEnumerable<string> Of(IrcCapabilities capabilities) =>
        All.Where(item => capabilities.HasFlag(item.Capability)).Select(item => item.Name);

    public static IEnumerable<string> Everything => All.Select(item => item.Name);
}
