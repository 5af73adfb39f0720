using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Chat.Offline;

/// <summary>Messages for users who are not signed on, a file a user, named by a hash of the user's id, which never goes to another user.</summary>
/// <remarks>Lock order: a user's mailbox, then the hub.</remarks>
internal sealed class OfflineMessages(string directory, int limit, ILogger logger)
{
    // Users share locks by hash, so that there is no dictionary of locks to tidy up.
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    // Mailboxes handed to a session whose reader has not answered for them yet. Guarded by itself.
    private readonly HashSet<string> _inDelivery = new(StringComparer.Ordinal);

    /// <summary>Keeps a message, durably on return, unless <paramref name="deliver"/> finds the user signed on after all.</summary>
    /// <returns>What <paramref name="deliver"/> returned, or <see langword="null"/>: the message is kept.</returns>
    /// <exception cref="ChatException">As many messages wait as are kept.</exception>
    public async ValueTask<ChatDelivery?> KeepAsync(
        string userId, string nickname, OfflineMessage message, Func<ChatDelivery?> deliver, CancellationToken cancellationToken)
    {
        var path = PathOf(userId);
        using var _ = await EnterAsync(path, cancellationToken);

        // A session signs on first and asks for its mailbox then, so with the mailbox locked "not signed on" stays true long enough.
        if (deliver() is { } delivery) return delivery;
        Directory.CreateDirectory(directory);
        return new OfflineMailbox(path, logger).Append(message, limit) ? null : throw Refusals.MailboxFull(nickname);
    }

    /// <summary>Begins to deliver what waits for a user; <see langword="null"/> when nothing does, or another client is getting it.</summary>
    public async ValueTask<OfflineDelivery?> BeginDeliveryAsync(string userId, CancellationToken cancellationToken)
    {
        var path = PathOf(userId);
        using var _ = await EnterAsync(path, cancellationToken);
        if (!File.Exists(path)) return null;
        lock (_inDelivery)
        {
            if (!_inDelivery.Add(path)) return null;
        }

        var (messages, records) = new OfflineMailbox(path, logger).Read();
        return new OfflineDelivery(this, path, messages, records);
    }

    /// <summary>Ends a delivery and removes what was delivered.</summary>
    public async Task EndDeliveryAsync(string path, int records)
    {
        try
        {
            using var _ = await EnterAsync(path, CancellationToken.None);
            if (records > 0) new OfflineMailbox(path, logger).Remove(records);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.OfflineRemovalFailed(exception, path);
        }
        finally
        {
            lock (_inDelivery) _inDelivery.Remove(path);
        }
    }

    private string PathOf(string userId) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId))) + ".jsonl");

    private async ValueTask<Releaser> EnterAsync(string path, CancellationToken cancellationToken)
    {
        var mailboxLock = _locks[(uint)string.GetHashCode(path, StringComparison.Ordinal) % _locks.Length];
        await mailboxLock.WaitAsync(cancellationToken);
        return new Releaser(mailboxLock);
    }

    private readonly struct Releaser(SemaphoreSlim mailboxLock) : IDisposable
    {
        public void Dispose() => mailboxLock.Release();
    }
}
