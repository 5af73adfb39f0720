using PluginFramework.Plugins;
using PluginFramework.Ssh.Keys;

namespace PluginFramework.Ssh;

/// <summary>How users log in, what they may do, which algorithms are offered, and limits.</summary>
public sealed class SshOptions : IPluginOptions
{
    /// <summary>A text shown before the login, 4096 characters at most. Default empty: none.</summary>
    public string Banner { get; set; } = "";

    /// <summary>Whether passwords are taken, with the code of an authenticator app where a user has one. Default true; false: keys and certificates only.</summary>
    public bool AllowPasswords { get; set; } = true;

    /// <summary>How long a client may take to log in. Default 1 minute, range 5 seconds to 10 minutes: time to type a password and a code.</summary>
    public TimeSpan LoginGraceTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many failed logins end a connection. Default 6, as in OpenSSH, range 1–20: an agent tries its keys one after the other.</summary>
    public int MaxAuthenticationAttempts { get; set; } = 6;

    /// <summary>
    /// Public keys, each as a line of <c>authorized_keys</c>, whose owners may sign certificates for users. A certificate lets in the user of this
    /// host whose name it has among its principals. Default none.
    /// </summary>
    public List<string> TrustedUserCertificateAuthorities { get; set; } = [];

    /// <summary>
    /// Environment variables that a client may set; a <c>*</c> at the end stands for whatever follows. Empty: the default, <c>LANG</c>, <c>LANGUAGE</c>,
    /// <c>LC_*</c>, <c>TZ</c>, <c>COLORTERM</c> and <c>NO_COLOR</c>.
    /// </summary>
    public List<string> AcceptedEnvironment { get; set; } = [];

    /// <summary>How many channels a connection may have open at once: shells, commands, transfers, forwarded connections. Default 64, range 1–1000.</summary>
    public int MaxChannels { get; set; } = 64;

    /// <summary>
    /// How many octets a client may send on a channel before the server has taken them. Default 1048576, range 65536–16777216: more is faster over long
    /// distances and costs as much memory for each channel that is not read.
    /// </summary>
    public int WindowOctets { get; set; } = 1 << 20;

    /// <summary>How long a client may be silent before it is asked whether it is there. Default 1 minute, range 5 seconds to an hour; 0: never.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many such questions may go unanswered. Default 3, range 1–100.</summary>
    public int KeepAliveCount { get; set; } = 3;

    /// <summary>How long a connection may have no data on any channel. Default 12 hours, range 1 minute to 30 days; 0: for ever.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a client may read nothing of what waits for it. Default 5 minutes, range 1 second to an hour.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After how many octets in either direction keys are changed. Default 1073741824, range 1048576–1073741824 (RFC 4253 §9).</summary>
    public long RekeyOctets { get; set; } = 1L << 30;

    /// <summary>After what time keys are changed. Default 1 hour (RFC 4253 §9), range 1 minute to 24 hours.</summary>
    public TimeSpan RekeyInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Roles whose users may have connections forwarded (<c>ssh -L</c>, <c>-R</c>, <c>-D</c>); <c>*</c>: every user. Default none: whoever may forward can
    /// reach what listens on this machine only.
    /// </summary>
    public List<string> ForwardingRoles { get; set; } = [];

    /// <summary>Whether forwarding may reach and listen on other addresses than this machine's loopback ones. Default false.</summary>
    public bool AllowForwardingBeyondLoopback { get; set; }

    /// <summary>How many ports one connection may have listened on (<c>ssh -R</c>). Default 8, range 1–100.</summary>
    public int MaxForwardedPorts { get; set; } = 8;

    /// <summary>
    /// The methods of key exchange, the preferred first. Empty: the default, <c>mlkem768x25519-sha256</c>, <c>sntrup761x25519-sha512</c>,
    /// <c>curve25519-sha256</c>, <c>diffie-hellman-group16-sha512</c> and <c>group18</c>. There are <c>ecdh-sha2-nistp256</c>, <c>nistp384</c> and <c>nistp521</c>
    /// besides, for clients that must use NIST's curves.
    /// </summary>
    public List<string> KeyExchangeAlgorithms { get; set; } = [];

    /// <summary>
    /// The signatures the server proves itself with, the preferred first. Empty: the default, <c>ssh-ed25519</c>, <c>rsa-sha2-512</c> and
    /// <c>rsa-sha2-256</c>. There is <c>ecdsa-sha2-nistp256</c> besides.
    /// </summary>
    public List<string> HostKeyAlgorithms { get; set; } = [];

    /// <summary>
    /// The ciphers, the preferred first. Empty: the default, which is all there are: <c>chacha20-poly1305@openssh.com</c>, <c>aes256-gcm@openssh.com</c>,
    /// <c>aes128-gcm@openssh.com</c>, <c>aes256-ctr</c>, <c>aes192-ctr</c>, <c>aes128-ctr</c>.
    /// </summary>
    public List<string> Ciphers { get; set; } = [];

    /// <summary>
    /// The message authentication codes beside the <c>ctr</c> ciphers, the preferred first. Empty: the default, which is all there are:
    /// <c>hmac-sha2-256-etm@openssh.com</c>, <c>hmac-sha2-512-etm@openssh.com</c>.
    /// </summary>
    public List<string> Macs { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Banner.Length > 4096) yield return $"Banner has {Banner.Length} characters; it may have 4096.";
        if (OutOfRange(LoginGraceTime, 5, 600)) yield return $"LoginGraceTime is {LoginGraceTime}; it must lie in 00:00:05 to 00:10:00.";
        if (MaxAuthenticationAttempts is < 1 or > 20) yield return $"MaxAuthenticationAttempts is {MaxAuthenticationAttempts}; it must lie in 1 to 20.";
        foreach (var line in TrustedUserCertificateAuthorities)
        {
            if (PublicKeyLine.TryRead(line) is null) yield return $"TrustedUserCertificateAuthorities holds '{line}'; a key's type and the key in Base64 are wanted, as in the file that ends in .pub.";
        }

        foreach (var name in AcceptedEnvironment)
        {
            if (name.Length == 0 || name.TrimEnd('*').Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
                yield return $"AcceptedEnvironment holds '{name}'; a variable's name is wanted, perhaps with * at its end.";
        }

        if (MaxChannels is < 1 or > 1000) yield return $"MaxChannels is {MaxChannels}; it must lie in 1 to 1000.";
        if (WindowOctets is < 65536 or > 16777216) yield return $"WindowOctets is {WindowOctets}; it must lie in 65536 to 16777216.";
        if (KeepAliveInterval != TimeSpan.Zero && OutOfRange(KeepAliveInterval, 5, 3600)) yield return $"KeepAliveInterval is {KeepAliveInterval}; it must be 0 or lie in 00:00:05 to 01:00:00.";
        if (KeepAliveCount is < 1 or > 100) yield return $"KeepAliveCount is {KeepAliveCount}; it must lie in 1 to 100.";
        if (IdleTimeout != TimeSpan.Zero && OutOfRange(IdleTimeout, 60, 30 * 86400)) yield return $"IdleTimeout is {IdleTimeout}; it must be 0 or lie in 00:01:00 to 30.00:00:00.";
        if (OutOfRange(SendTimeout, 1, 3600)) yield return $"SendTimeout is {SendTimeout}; it must lie in 00:00:01 to 01:00:00.";
        if (RekeyOctets is < 1 << 20 or > 1L << 30) yield return $"RekeyOctets is {RekeyOctets}; it must lie in 1048576 to 1073741824.";
        if (OutOfRange(RekeyInterval, 60, 86400)) yield return $"RekeyInterval is {RekeyInterval}; it must lie in 00:01:00 to 1.00:00:00.";
        if (MaxForwardedPorts is < 1 or > 100) yield return $"MaxForwardedPorts is {MaxForwardedPorts}; it must lie in 1 to 100.";
        foreach (var problem in Unknown(nameof(KeyExchangeAlgorithms), KeyExchangeAlgorithms, SshAlgorithms.AllKeyExchanges)) yield return problem;
        foreach (var problem in Unknown(nameof(HostKeyAlgorithms), HostKeyAlgorithms, SshAlgorithms.AllHostKeys)) yield return problem;
        foreach (var problem in Unknown(nameof(Ciphers), Ciphers, SshAlgorithms.AllCiphers)) yield return problem;
        foreach (var problem in Unknown(nameof(Macs), Macs, SshAlgorithms.AllMacs)) yield return problem;
    }

    private static IEnumerable<string> Unknown(string property, List<string> names, IEnumerable<string> known) =>
        names.Except(known).Select(name => $"{property} holds '{name}'; there are {string.Join(", ", known)}.")
            .Concat(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"{property} holds '{group.Key}' more than once; once is enough."));

    private static bool OutOfRange(TimeSpan value, int fromSeconds, int toSeconds) =>
        value < TimeSpan.FromSeconds(fromSeconds) || value > TimeSpan.FromSeconds(toSeconds);
}
