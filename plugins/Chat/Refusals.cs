namespace PluginFramework.Chat;

/// <summary>The network's refusals, worded once.</summary>
internal static class Refusals
{
    public static ChatException NicknameInvalid(string nickname) => new(ChatError.NicknameInvalid, nickname,
        $"A nickname is 1 to {ChatNames.MaxNickname} letters, digits and . _ - [ ] \\ ` ^ {{ | }}, and begins with neither a digit nor . nor -, unless it is your account's");

    public static ChatException NicknameInUse(string nickname) => new(ChatError.NicknameInUse, nickname, "Nickname is already in use");

    public static ChatException NicknameReserved(string nickname) =>
        new(ChatError.NicknameReserved, nickname, "Nickname is the name of another user's account");

    public static ChatException NicknameUnchecked(string nickname) =>
        new(ChatError.NicknameReserved, nickname, "Nickname could not be checked against the user database; try again later");

    public static ChatException NoSuchPerson(string nickname) => new(ChatError.NoSuchPerson, nickname, "Nobody is called that");

    public static ChatException EntersNoRooms(string nickname) =>
        new(ChatError.NoSuchPerson, nickname, "That is a program, and it enters no rooms; message it directly");

    public static ChatException NoSuchRoom(string room) => new(ChatError.NoSuchRoom, room, "There is no such room");

    public static ChatException RoomNameInvalid(string room) => new(ChatError.RoomNameInvalid, room,
        $"A room's name is 1 to {ChatNames.MaxRoom} characters without space, comma or control character");

    public static ChatException NotInRoom(string room) => new(ChatError.NotInRoom, room, "You are not in that room");

    public static ChatException TargetNotInRoom(string nickname) => new(ChatError.TargetNotInRoom, nickname, "They are not in that room");

    public static ChatException AlreadyInRoom(string nickname) => new(ChatError.AlreadyInRoom, nickname, "is already in that room");

    public static ChatException NotRoomOperator(string room) => new(ChatError.NotRoomOperator, room, "You are not an operator of that room");

    public static ChatException InviteOnly(string room) => new(ChatError.InviteOnly, room, "The room is for the invited (+i)");

    public static ChatException Banned(string room) => new(ChatError.Banned, room, "You are banned from the room (+b)");

    public static ChatException WrongKey(string room) => new(ChatError.WrongKey, room, "The room's key is missing or wrong (+k)");

    public static ChatException RoomFull(string room) => new(ChatError.RoomFull, room, "The room is full (+l)");

    public static ChatException TooManyRooms(string room, int limit) =>
        new(ChatError.TooManyRooms, room, $"You are in {limit} rooms, which is as many as may be; leave one first");

    public static ChatException CannotSpeak(string room, string why) => new(ChatError.CannotSpeak, room, $"Cannot send to the room: {why}");

    public static ChatException ModeArgumentInvalid(string argument, string rule) => new(ChatError.ModeArgumentInvalid, argument, rule);

    public static ChatException TooLong(string subject, string what, int limit) =>
        new(ChatError.TooLong, subject, $"The {what} is too long: {limit} characters are kept");

    public static ChatException TooManyBans(string room, int limit) =>
        new(ChatError.TooLong, room, $"The room has {limit} bans, which is as many as are kept; lift one first");

    public static ChatException MailboxFull(string nickname) =>
        new(ChatError.MailboxFull, nickname, "As many messages wait for them as are kept; try again later");

    public static ObjectDisposedException SignedOff() => new(nameof(IChatSession), "This session is signed off.");
}
