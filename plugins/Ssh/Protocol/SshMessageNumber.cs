namespace PluginFramework.Ssh.Protocol;

/// <summary>The numbers of messages (RFC 4250 §4.1).</summary>
internal enum SshMessageNumber : byte
{
    Disconnect = 1,
    Ignore = 2,
    Unimplemented = 3,
    Debug = 4,
    ServiceRequest = 5,
    ServiceAccept = 6,
    ExtensionInfo = 7,
    KeyExchangeInit = 20,
    NewKeys = 21,
    KeyExchangeRequest = 30,
    KeyExchangeReply = 31,
    AuthenticationRequest = 50,
    AuthenticationFailure = 51,
    AuthenticationSuccess = 52,
    AuthenticationBanner = 53,

    /// <summary>SSH_MSG_USERAUTH_PK_OK or SSH_MSG_USERAUTH_INFO_REQUEST, by the method under way.</summary>
    AuthenticationContinue = 60,
    InformationResponse = 61,
    GlobalRequest = 80,
    RequestSuccess = 81,
    RequestFailure = 82,
    ChannelOpen = 90,
    ChannelOpenConfirmation = 91,
    ChannelOpenFailure = 92,
    ChannelWindowAdjust = 93,
    ChannelData = 94,
    ChannelExtendedData = 95,
    ChannelEof = 96,
    ChannelClose = 97,
    ChannelRequest = 98,
    ChannelSuccess = 99,
    ChannelFailure = 100,
}
