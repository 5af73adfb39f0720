namespace PluginFramework.Core.Network;

/// <summary>An open connection, as of the moment it was asked for.</summary>
/// <param name="Number">How many connections the host had accepted when it came, this one included.</param>
/// <param name="Id">Its id in the log.</param>
/// <param name="Protocol">The protocol served.</param>
/// <param name="Endpoint">The address it came in by.</param>
/// <param name="RemoteAddress">The client's address with its port; <see langword="null"/> where it has none.</param>
/// <param name="User">Who has logged in; <see langword="null"/>: nobody yet.</param>
/// <param name="Since">When it was accepted.</param>
/// <param name="Cipher">What it is encrypted with; <see langword="null"/>: it is not.</param>
internal sealed record ConnectionStatus(
    long Number, string Id, string Protocol, string Endpoint, string? RemoteAddress, string? User, DateTimeOffset Since, string? Cipher);
