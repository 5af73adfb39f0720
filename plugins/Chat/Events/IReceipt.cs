namespace PluginFramework.Chat.Events;

/// <summary>Something that wants to know that a session's reader is done with an event.</summary>
internal interface IReceipt
{
    /// <summary>The event was taken, and the reader came back for more. Called on the reader's thread.</summary>
    void Handled();
}
