using PluginFramework.Ssh.Commands;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh;

/// <summary>The protocol on one screen: what a client may send, and when.</summary>
internal static class SshMessageTable
{
    private static readonly SshMessageRow?[] Rows = Fill(
    [
        new(SshMessageNumber.Disconnect,              SshStates.Any,            TransportCommands.DisconnectAsync),
        new(SshMessageNumber.Ignore,                  SshStates.Any,            (_, _) => TransportCommands.IgnoreAsync()),
        new(SshMessageNumber.Unimplemented,           SshStates.Any,            (_, _) => TransportCommands.IgnoreAsync()),
        new(SshMessageNumber.Debug,                   SshStates.Any,            (_, _) => TransportCommands.IgnoreAsync()),
        new(SshMessageNumber.ServiceRequest,          SshStates.Encrypted | SshStates.Authenticating, TransportCommands.ServiceRequestAsync),
        new(SshMessageNumber.ExtensionInfo,           SshStates.Encrypted | SshStates.Authenticating, (_, payload) => TransportCommands.ExtensionInfoAsync(payload)),
        new(SshMessageNumber.KeyExchangeInit,         SshStates.Any,            TransportCommands.KeyExchangeInitAsync),
        new(SshMessageNumber.NewKeys,                 SshStates.Any,            TransportCommands.NewKeysAsync),
        new(SshMessageNumber.KeyExchangeRequest,      SshStates.Any,            TransportCommands.KeyExchangeRequestAsync),
        new(SshMessageNumber.AuthenticationRequest,   SshStates.Authenticating | SshStates.Open, AuthenticationCommands.RequestAsync),
        new(SshMessageNumber.InformationResponse,     SshStates.Authenticating, AuthenticationCommands.InformationResponseAsync),
        new(SshMessageNumber.GlobalRequest,           SshStates.Open,           ConnectionCommands.GlobalRequestAsync),
        new(SshMessageNumber.RequestSuccess,          SshStates.Open,           (_, _) => ConnectionCommands.RequestAnswerAsync()),
        new(SshMessageNumber.RequestFailure,          SshStates.Open,           (_, _) => ConnectionCommands.RequestAnswerAsync()),
        new(SshMessageNumber.ChannelOpen,             SshStates.Open,           ChannelCommands.OpenAsync),
        new(SshMessageNumber.ChannelOpenConfirmation, SshStates.Open,           ChannelCommands.OpenConfirmationAsync),
        new(SshMessageNumber.ChannelOpenFailure,      SshStates.Open,           ChannelCommands.OpenFailureAsync),
        new(SshMessageNumber.ChannelWindowAdjust,     SshStates.Open,           ChannelCommands.WindowAdjustAsync),
        new(SshMessageNumber.ChannelData,             SshStates.Open,           ChannelCommands.DataAsync),
        new(SshMessageNumber.ChannelExtendedData,     SshStates.Open,           ChannelCommands.ExtendedDataAsync),
        new(SshMessageNumber.ChannelEof,              SshStates.Open,           ChannelCommands.EofAsync),
        new(SshMessageNumber.ChannelClose,            SshStates.Open,           ChannelCommands.CloseAsync),
        new(SshMessageNumber.ChannelRequest,          SshStates.Open,           ChannelCommands.RequestAsync),
    ]);

    /// <summary>The row of a message; <see langword="null"/> for what no client sends, or nobody knows.</summary>
    public static SshMessageRow? Find(byte number) => Rows[number];

    private static SshMessageRow?[] Fill(SshMessageRow[] rows)
    {
        var table = new SshMessageRow?[byte.MaxValue + 1];
        foreach (var row in rows) table[(byte)row.Number] = row;
        return table;
    }
}
