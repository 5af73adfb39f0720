namespace PluginFramework.Chat;

/// <summary>Why the chat network refused something.</summary>
public enum ChatError
{
    /// <summary>The nickname is not of the permitted form.</summary>
    NicknameInvalid,

    /// <summary>Somebody is signed on under that nickname.</summary>
    NicknameInUse,

    /// <summary>The nickname is the name of another user's account.</summary>
    NicknameReserved,

    /// <summary>Nobody is called that.</summary>
    NoSuchPerson,

    /// <summary>There is no such room, or it is hidden.</summary>
    NoSuchRoom,

    /// <summary>The room's name is not of the permitted form.</summary>
    RoomNameInvalid,

    /// <summary>One is not in that room.</summary>
    NotInRoom,

    /// <summary>The other person is not in that room.</summary>
    TargetNotInRoom,

    /// <summary>The other person is in that room already.</summary>
    AlreadyInRoom,

    /// <summary>Only operators of the room may do that.</summary>
    NotRoomOperator,

    /// <summary>The room is for the invited.</summary>
    InviteOnly,

    /// <summary>One is banned from the room.</summary>
    Banned,

    /// <summary>The room's key is missing or wrong.</summary>
    WrongKey,

    /// <summary>The room is full.</summary>
    RoomFull,

    /// <summary>One is in as many rooms as one may be.</summary>
    TooManyRooms,

    /// <summary>The room does not let one speak.</summary>
    CannotSpeak,

    /// <summary>The argument of a mode is missing or not of the permitted form.</summary>
    ModeArgumentInvalid,

    /// <summary>The text, topic, reason or list is longer than is kept.</summary>
    TooLong,

    /// <summary>As many messages wait for that person as are kept.</summary>
    MailboxFull,
}
