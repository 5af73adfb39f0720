using System.Buffers.Text;
using System.Composition;
using System.Security.Cryptography;
using System.Text;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.ControlPanel.Setup;

/// <summary>
/// The secret with which the first administrator is made. There is one only while no operator exists; it is used once, within its time, and only over a connection
/// that nobody can read along.
/// </summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class SetupLink(IUserManager users, IPluginContext context)
{
    /// <summary>The file in the plugin's data directory that holds the link while it is good.</summary>
    public const string FileName = "setup-link";

    private const int TokenOctets = 32, PageSize = 1000, MaxFile = 1024;

    private readonly Lock _lock = new(); // Guards the token's hash, its end, and whether it is being used.
    private byte[]? _hash;
    private DateTimeOffset _until;
    private bool _isInUse;
    private volatile bool _hadOperator;

    /// <summary>When the token was made.</summary>
    internal DateTimeOffset MadeAt { get; private set; }

    /// <summary>Where the link stands.</summary>
    internal string FilePath => Path.Combine(context.DataDirectory, FileName);

    /// <summary>Until when the link is good; <see langword="null"/>: there is none.</summary>
    internal DateTimeOffset? Until
    {
        get
        {
            lock (_lock) return _hash is not null && _until > context.TimeProvider.GetUtcNow() ? _until : null;
        }
    }

    /// <summary>Whether nobody can manage the daemon yet. Once somebody could, that is taken as settled, so that pages need not ask each time.</summary>
    internal async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        if (_hadOperator) return false;
        if (!await HasOperatorAsync(cancellationToken)) return true;
        _hadOperator = true;
        Forget();
        return false;
    }

    /// <summary>Makes a new token, which replaces any before it.</summary>
    internal string Renew() => Take(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenOctets)), context.TimeProvider.GetUtcNow());

    /// <summary>
    /// Takes up the token in the file, which this plugin left there when it was last stopped: it is built anew when another user database is chosen, and whoever is about to set
    /// the daemon up goes on. <see langword="null"/> where there is none, or it is too old. The file is deleted, to be written anew.
    /// </summary>
    internal string? Resume()
    {
        if (new FileInfo(FilePath) is not { Exists: true, Length: < MaxFile } file) return null;
        var (madeAt, token) = (new DateTimeOffset(file.LastWriteTimeUtc), File.ReadAllText(FilePath).Trim().Split("?token=")[^1]);
        // What cannot be deleted could not be ended either.
        file.Delete();
        var now = context.TimeProvider.GetUtcNow();
        var isGood = Base64Url.IsValid(token, out var octets) && octets == TokenOctets && madeAt <= now && madeAt + Lifetime > now;
        return isGood ? Take(token, madeAt) : null;
    }

    /// <summary>Asks again whether there is an operator: one was removed, or is one no more.</summary>
    internal void Recheck() => _hadOperator = false;

    /// <summary>Whether it is the token, and still good.</summary>
    internal bool IsGood(string token)
    {
        lock (_lock) return Matches(token);
    }

    /// <summary>Takes the token for one use; false where it is not good or is being used just now. Afterwards <see cref="End"/> it.</summary>
    internal bool TryBegin(string token)
    {
        lock (_lock)
        {
            if (_isInUse || !Matches(token)) return false;
            return _isInUse = true;
        }
    }

    /// <summary>Ends a use. What was used is good no more; what was refused may be tried again.</summary>
    internal void End(bool wasUsed)
    {
        if (wasUsed) Forget();
        lock (_lock) _isInUse = false;
    }

    /// <summary>Asks the user database itself, without remembering.</summary>
    internal async Task<bool> HasOperatorAsync(CancellationToken cancellationToken)
    {
        var found = await users.ListAsync(new UserQuery { Role = WellKnownRoles.Operator, Limit = PageSize }, cancellationToken);
        return found.Any(user => !user.IsDisabled && user.Roles.Contains(WellKnownRoles.Operator, StringComparer.Ordinal));
    }

    private TimeSpan Lifetime => context.GetOptions<ControlPanelOptions>().SetupLinkLifetime;

    private string Take(string token, DateTimeOffset madeAt)
    {
        lock (_lock) (_hash, _until, MadeAt) = (Hash(token), madeAt + Lifetime, madeAt);
        return token;
    }

    private void Forget()
    {
        lock (_lock) _hash = null;
        var logger = context.LoggerFactory.CreateLogger("control-panel");
        try
        {
            File.Delete(FilePath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ControlPanelLog.LinkFileStays(logger, FilePath, error);
        }
    }

    private bool Matches(string token) =>
        _hash is { } hash && _until > context.TimeProvider.GetUtcNow() && CryptographicOperations.FixedTimeEquals(hash, Hash(token));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
