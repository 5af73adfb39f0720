using System.Collections.Immutable;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Invitations;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Passkeys;
using PluginFramework.Identity.Registration;
using PluginFramework.Identity.Removal;
using PluginFramework.Identity.Sasl;
using PluginFramework.Identity.Secrets;
using PluginFramework.Identity.Sessions;
using PluginFramework.Network;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.Identity.Tests;

/// <summary>The plugin's parts wired up as the host would, over a store in memory and with cheap hashes.</summary>
internal sealed class IdentityKit : IDisposable
{
    public static readonly Caller Cli = new("cli:test", "control");

    public const string Password = "correct horse";

    public IdentityKit(IdentityOptions? options = null)
    {
        Options = options ?? new IdentityOptions();
        (Options.Argon2MemoryKiB, Options.Argon2Iterations, Options.ScramIterations) = (64, 1, 4096);
        Context = new TestPluginContext("identity", Options) { LoggerFactory = Log };
        Schemes = new(new Argon2idScheme(Context), new ScramSha256Scheme(Context));
        Gate = new HashGate(Context);
        Checkers = new(new KeyChecker(Store, Context), new PasswordChecker(Store, Schemes, Gate, Context));
        SecondFactor = new SecondFactor(Store, Changes, Context);
        Authenticator = new Authenticator(Checkers, Schemes, SecondFactor, Audit, Context);
        Sessions = new UserSessions(Browsers, Connections);
        Accounts = new AccountChanges(Store, Observers, Sessions, Audit, Context);
        Removed = new RemovedUsers(Store, Changes, Accounts, Context);
        Manager = new UserManager(Store, Schemes, Gate, Changes, Accounts, Removed, Context);
        Invitations = new UserInvitations(Store, Manager, Audit, Context);
        Registration = new UserRegistration(Store, Manager, Accounts, Audit, Context);
        Passkeys = new UserPasskeys(Store, Changes, Accounts, Context);
        Checkers.Add(new PasskeyChecker(Passkeys));
        Keys = new AccountKeys(Store, Changes, Accounts, SecondFactor, Context);
        UserPanel = new UserPanel(Manager, Store, Keys, Invitations, Removed, Sessions, new(Store, new(Store, Manager, Accounts, Removed)));
        Mechanisms =
        [
            new ScramSha256Mechanism(Store, Authenticator, Context), new ExternalMechanism(Authenticator),
            new PlainMechanism(Authenticator, Context), new LoginMechanism(Authenticator, Context),
        ];
    }

    public IdentityOptions Options { get; }

    public RecordingLoggerFactory Log { get; } = new();

    public TestPluginContext Context { get; }

    public InMemoryUserStore Store { get; } = new();

    public RecordingAuditLog Audit { get; } = new();

    public LiveExportsFake<IUserObserver> Observers { get; } = new();

    public LiveExportsFake<ISecretScheme> Schemes { get; }

    public LiveExportsFake<ICredentialChecker> Checkers { get; }

    public HashGate Gate { get; }

    public ChangeGate Changes { get; } = new();

    public SecondFactor SecondFactor { get; }

    public LiveExportsFake<IWebSessions> Browsers { get; } = new();

    public FakeConnections Connections { get; } = new();

    public UserSessions Sessions { get; }

    public AccountChanges Accounts { get; }

    public RemovedUsers Removed { get; }

    public UserInvitations Invitations { get; }

    public UserRegistration Registration { get; }

    public UserPasskeys Passkeys { get; }

    public AccountKeys Keys { get; }

    public UserPanel UserPanel { get; }

    public Authenticator Authenticator { get; }

    public UserManager Manager { get; }

    public ImmutableArray<ISaslMechanism> Mechanisms { get; }

    public static ClientInfo Local { get; } = new("imap", "c1") { RemoteAddress = "127.0.0.1", IsLocal = true };

    public static ClientInfo Remote { get; } = new("imap", "c2") { RemoteAddress = "192.0.2.1", IsEncrypted = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ISaslMechanism Mechanism(string name) => Mechanisms.Single(mechanism => mechanism.Name == name);

    public Task<User> AddAsync(string name, string? password = Password, params string[] protocols) =>
        Manager.AddAsync(new NewUser(name, password) { Protocols = protocols is [] ? [User.AnyProtocol] : [.. protocols] }, Cli, Token);

    public async Task<AuthenticationResult> LoginAsync(string name, string password = Password, ClientInfo? client = null) =>
        await Authenticator.AuthenticateAsync(new PasswordCredential(name, password), client ?? Local, Token);

    public async Task<AuthenticationFailure> FailAsync(string name, string password = Password, ClientInfo? client = null) =>
        (await LoginAsync(name, password, client)).ShouldBeOfType<AuthenticationResult.Refused>().Failure;

    public void Dispose()
    {
        Registration.Dispose();
        Changes.Dispose();
        Gate.Dispose();
        Context.Dispose();
    }
}
