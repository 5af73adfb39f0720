namespace PluginFramework.Chat;

/// <summary>A mode of a room or of a member of it.</summary>
public enum ChatMode
{
    /// <summary><see cref="ChatRoomModes.InviteOnly"/>.</summary>
    InviteOnly,

    /// <summary><see cref="ChatRoomModes.Moderated"/>.</summary>
    Moderated,

    /// <summary><see cref="ChatRoomModes.NoExternalMessages"/>.</summary>
    NoExternalMessages,

    /// <summary><see cref="ChatRoomModes.Secret"/>.</summary>
    Secret,

    /// <summary><see cref="ChatRoomModes.TopicProtected"/>.</summary>
    TopicProtected,

    /// <summary><see cref="ChatRoomModes.Key"/>; the argument is the key.</summary>
    Key,

    /// <summary><see cref="ChatRoomModes.Limit"/>; the argument is a decimal number.</summary>
    Limit,

    /// <summary><see cref="ChatRoomModes.Bans"/>; the argument is the mask.</summary>
    Ban,

    /// <summary><see cref="ChatMember.IsOperator"/>; the argument is the nickname.</summary>
    Operator,

    /// <summary><see cref="ChatMember.HasVoice"/>; the argument is the nickname.</summary>
    Voice,
}
