namespace PluginFramework.Ssh.KeyExchange;

/// <summary>What looks like a method of key exchange and says what a side can.</summary>
internal static class ProtocolMarkers
{
    /// <summary>The client takes EXT_INFO (RFC 8308 §2.1).</summary>
    public const string ExtensionsOfClient = "ext-info-c";

    /// <summary>The client counts packets strictly (OpenSSH's answer to the Terrapin attack).</summary>
    public const string StrictOfClient = "kex-strict-c-v00@openssh.com";

    /// <summary>The server does.</summary>
    public const string StrictOfServer = "kex-strict-s-v00@openssh.com";

    public static bool IsOne(string name) => name is ExtensionsOfClient or StrictOfClient or StrictOfServer;
}
