using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.KeyExchange;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh;

/// <summary>The names of what is offered, the preferred first.</summary>
internal sealed class SshAlgorithms(SshOptions options)
{
    public static string[] AllKeyExchanges { get; } = [.. KeyExchangeTable.Methods.Select(method => method.Name)];

    public static string[] AllHostKeys { get; } = [Ed25519HostKey.KeyType, "rsa-sha2-512", "rsa-sha2-256", EcdsaHostKey.KeyType];

    public static string[] AllCiphers { get; } = [.. TransportSuites.Ciphers.Select(suite => suite.Name)];

    public static string[] AllMacs { get; } = [.. TransportSuites.Macs.Select(suite => suite.Name)];

    public string[] KeyExchanges { get; } = Chosen(options.KeyExchangeAlgorithms, [.. KeyExchangeTable.Methods.Where(method => method.IsDefault).Select(method => method.Name)]);

    public string[] HostKeys { get; } = Chosen(options.HostKeyAlgorithms, [.. AllHostKeys.Where(name => name != EcdsaHostKey.KeyType)]);

    public string[] Ciphers { get; } = Chosen(options.Ciphers, AllCiphers);

    public string[] Macs { get; } = Chosen(options.Macs, AllMacs);

    /// <summary>The signatures of users that are taken (RFC 8308 §3.1).</summary>
    public static string[] UserSignatures { get; } =
    [
        "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "sk-ecdsa-sha2-nistp256@openssh.com",
        "rsa-sha2-512", "rsa-sha2-256",
    ];

    private static string[] Chosen(List<string> chosen, string[] standard) => chosen.Count > 0 ? [.. chosen] : standard;
}
