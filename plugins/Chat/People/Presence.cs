namespace PluginFramework.Chat.People;

/// <summary>Somebody who is signed on. Its state is guarded by the hub's lock; <see cref="Person"/> may be read without.</summary>
internal abstract class Presence(ChatPerson person)
{
    private volatile ChatPerson _person = person;

    /// <summary>Who they are; replaced, never changed. <see cref="ChatPerson.ActiveAt"/> is as of signing on: see <see cref="Snapshot"/>.</summary>
    public ChatPerson Person { get => _person; set => _person = value; }

    /// <summary>When they last said something. Kept apart, so that speaking does not make a new person each time.</summary>
    public DateTimeOffset ActiveAt { get; set; } = person.SignedOnAt;

    public ChatPerson Snapshot() => Person with { ActiveAt = ActiveAt };
}
