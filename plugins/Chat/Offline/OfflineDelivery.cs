using PluginFramework.Chat.Events;

namespace PluginFramework.Chat.Offline;

/// <summary>
/// Waiting messages on their way to a session. They are removed when the session's reader has dealt with the last of them; if it never
/// does, they stay for the next time. So a crash may deliver twice and never loses.
/// </summary>
internal sealed class OfflineDelivery(OfflineMessages mailboxes, string path, IReadOnlyList<OfflineMessage> messages, int records) : IReceipt
{
    private int _ended;

    public IReadOnlyList<OfflineMessage> Messages => messages;

    public void Handled() => End(records);

    /// <summary>The session ended before its reader was done. Without effect after <see cref="Handled"/>.</summary>
    public void Abandon() => End(0);

    private void End(int delivered)
    {
        // Runs to its end at once unless somebody sends to this user right now; it logs its own failure.
        if (Interlocked.Exchange(ref _ended, 1) == 0) _ = mailboxes.EndDeliveryAsync(path, delivered);
    }
}
