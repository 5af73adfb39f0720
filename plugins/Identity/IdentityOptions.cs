using PluginFramework.Identity.Registration;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity;

/// <summary>What passwords cost to check, how long failed logins hold off later ones, and how accounts come and go.</summary>
/// <remarks>
/// A failed login counts against its account and against its address (an IPv6 client's /64). Up to the number of failures allowed
/// nothing happens; each one from there on holds off the next attempt for 1 s, 2 s, 4 s … to the longest delay. An attempt that is held
/// off is refused unseen and counts for nothing. Failures are forgotten one at a time.
/// </remarks>
public sealed class IdentityOptions : IPluginOptions
{
    /// <summary>Memory an argon2id hash fills, in KiB. Default 19456 (OWASP's advice for two iterations), range 8192–1048576.</summary>
    public int Argon2MemoryKiB { get; set; } = 19456;

    /// <summary>Passes argon2id makes over its memory. Default 2 (OWASP), range 1–64.</summary>
    public int Argon2Iterations { get; set; } = 2;

    /// <summary>Lanes of argon2id. Default 1 (OWASP), range 1–16. They are not computed in parallel.</summary>
    public int Argon2Parallelism { get; set; } = 1;

    /// <summary>
    /// Iterations of PBKDF2 in SCRAM secrets. Default 100000, range 4096 (RFC 7677 §4) – 10000000. Every client must repeat them at each
    /// login, so the default lies below the 600000 that OWASP advises for PBKDF2 alone. Takes effect when a password is next set.
    /// </summary>
    public int ScramIterations { get; set; } = 100_000;

    /// <summary>
    /// Passwords hashed at once; each takes a thread and <see cref="Argon2MemoryKiB"/>. Range 1–64; <see langword="null"/>, the default:
    /// as many as there are processors, four at most.
    /// </summary>
    public int? MaxConcurrentHashes { get; set; }

    /// <summary>Logins that may wait for a hash; one more is refused as throttled. Default 64 (some seconds of work), range 0–10000.</summary>
    public int MaxQueuedHashes { get; set; } = 64;

    /// <summary>
    /// Protocols over which a password may come in clear from another machine, by name. Default none: anyone on the way could read it.
    /// </summary>
    public IReadOnlyList<string> PlaintextProtocols { get; set; } = [];

    /// <summary>Failures of an account before delays begin. Default 5, range 1–1000. Sixteen logins of an account may be in progress at once.</summary>
    public int AccountFailures { get; set; } = 5;

    /// <summary>After how many seconds one failure of an account is forgotten. Default 300, range 1–86400. A login that succeeds forgets all.</summary>
    public int AccountForgetSeconds { get; set; } = 300;

    /// <summary>
    /// The longest delay of an account, in seconds. Default 60, range 1–86400: still 1440 guesses a day at most, and nobody can lock
    /// another out for long.
    /// </summary>
    public int AccountMaxDelaySeconds { get; set; } = 60;

    /// <summary>Failures of an address before delays begin. Default 20 (many people may share one), range 1–100000.</summary>
    public int AddressFailures { get; set; } = 20;

    /// <summary>After how many seconds one failure of an address is forgotten. Default 30, range 1–86400.</summary>
    public int AddressForgetSeconds { get; set; } = 30;

    /// <summary>The longest delay of an address, in seconds. Default 300, range 1–86400.</summary>
    public int AddressMaxDelaySeconds { get; set; } = 300;

    /// <summary>
    /// Failures of this machine's own addresses before delays begin. Default 200, range 1–100000: a proxy or a web mailer here speaks for
    /// all of its users.
    /// </summary>
    public int LocalFailures { get; set; } = 200;

    /// <summary>After how many seconds one failure of a local address is forgotten. Default 1, range 1–86400.</summary>
    public int LocalForgetSeconds { get; set; } = 1;

    /// <summary>The longest delay of a local address, in seconds. Default 5, range 1–86400.</summary>
    public int LocalMaxDelaySeconds { get; set; } = 5;

    /// <summary>How many accounts, and how many addresses, are remembered. Default 20000 (about 5 MiB), range 100–1000000; the longest quiet goes.</summary>
    public int ThrottleCapacity { get; set; } = 20_000;

    /// <summary>
    /// How long a removed user is kept with their secrets, to be restored. Default 30 days, range zero (a removed user is deleted at once) to 3650 days. Until then
    /// their name stays taken.
    /// </summary>
    public TimeSpan KeepRemoved { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a link with which somebody sets their password works. Default 3 days (a weekend), range 5 minutes to 30 days. Whoever reads the link in the meantime
    /// can use it.
    /// </summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Where such links lead; <c>{token}</c> stands for the link's secret. Default <c>/panel/welcome?token={token}</c>, the control panel's page. Put the address before
    /// it by which people reach the web server, <c>https://host.example/panel/welcome?token={token}</c>, and links can be sent as they are.
    /// </summary>
    public string WelcomeAddress { get; set; } = "/panel/welcome?token=" + TokenPlace;

    /// <summary>
    /// Whether people may make accounts for themselves, on the control panel's page <c>/panel/register</c>: <c>Off</c>, the default; <c>Approval</c>, an operator approves first;
    /// <c>Open</c>, they log in at once.
    /// </summary>
    public RegistrationMode Registration { get; set; }

    /// <summary>The roles of those who do. Default none; never <c>operator</c>.</summary>
    public IReadOnlyList<string> RegistrationRoles { get; set; } = [];

    /// <summary>The protocols of those who do. Default <c>*</c>: all but those that keep a weak secret.</summary>
    public IReadOnlyList<string> RegistrationProtocols { get; set; } = [User.AnyProtocol];

    /// <summary>How many may wait for approval at once. Default 100, range 1–1000; more are turned away, so that nobody fills the database.</summary>
    public int MaxWaitingRegistrations { get; set; } = 100;

    internal const string TokenPlace = "{token}";

    /// <summary>Whether a password may come from this client: nobody can read along, or its protocol is exempt.</summary>
    internal bool AllowsPassword(ClientInfo client) =>
        client.IsPrivate || PlaintextProtocols.Contains(client.Protocol, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        (string Name, int Value, int Least, int Most)[] ranges =
        [
            (nameof(Argon2MemoryKiB), Argon2MemoryKiB, 8192, 1_048_576),
            (nameof(Argon2Iterations), Argon2Iterations, 1, 64),
            (nameof(Argon2Parallelism), Argon2Parallelism, 1, 16),
            (nameof(ScramIterations), ScramIterations, 4096, 10_000_000),
            (nameof(MaxConcurrentHashes), MaxConcurrentHashes ?? 1, 1, 64),
            (nameof(MaxQueuedHashes), MaxQueuedHashes, 0, 10_000),
            (nameof(AccountFailures), AccountFailures, 1, 1000),
            (nameof(AccountForgetSeconds), AccountForgetSeconds, 1, 86_400),
            (nameof(AccountMaxDelaySeconds), AccountMaxDelaySeconds, 1, 86_400),
            (nameof(AddressFailures), AddressFailures, 1, 100_000),
            (nameof(AddressForgetSeconds), AddressForgetSeconds, 1, 86_400),
            (nameof(AddressMaxDelaySeconds), AddressMaxDelaySeconds, 1, 86_400),
            (nameof(LocalFailures), LocalFailures, 1, 100_000),
            (nameof(LocalForgetSeconds), LocalForgetSeconds, 1, 86_400),
            (nameof(LocalMaxDelaySeconds), LocalMaxDelaySeconds, 1, 86_400),
            (nameof(ThrottleCapacity), ThrottleCapacity, 100, 1_000_000),
            (nameof(MaxWaitingRegistrations), MaxWaitingRegistrations, 1, 1000),
        ];
        foreach (var (name, value, least, most) in ranges)
        {
            if (value < least || value > most) yield return $"{name} is {value}; it must lie in {least} to {most}.";
        }

        if (KeepRemoved < TimeSpan.Zero || KeepRemoved > TimeSpan.FromDays(3650)) yield return $"KeepRemoved is {KeepRemoved}; it must lie in 00:00:00 to 3650.00:00:00.";
        if (LinkLifetime < TimeSpan.FromMinutes(5) || LinkLifetime > TimeSpan.FromDays(30)) yield return $"LinkLifetime is {LinkLifetime}; it must lie in 00:05:00 to 30.00:00:00.";
        if (WelcomeAddress?.Contains(TokenPlace, StringComparison.Ordinal) != true) yield return $"WelcomeAddress is '{WelcomeAddress}'; it must hold {TokenPlace}, which the link's secret takes the place of.";
        if (!Enum.IsDefined(Registration)) yield return $"Registration is {Registration}; it must be Off, Approval or Open.";
        foreach (var role in RegistrationRoles)
        {
            if (role is WellKnownRoles.Operator or UserRegistration.Waiting) yield return $"RegistrationRoles holds '{role}', which nobody is given who registers.";
            else if (!UserRules.IsWord(role)) yield return $"RegistrationRoles holds '{role}'; a role's name is 1 to 32 of a-z 0-9 -.";
        }

        foreach (var protocol in RegistrationProtocols)
        {
            if (protocol != User.AnyProtocol && !UserRules.IsWord(protocol)) yield return $"RegistrationProtocols holds '{protocol}'; a protocol's name is 1 to 32 of a-z 0-9 -, or *.";
        }

        foreach (var protocol in PlaintextProtocols)
        {
            if (!UserRules.IsWord(protocol)) yield return $"PlaintextProtocols holds '{protocol}'; a protocol's name is 1 to 32 of a-z 0-9 -.";
        }
    }
}
