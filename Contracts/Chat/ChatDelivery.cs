namespace PluginFramework.Chat;

/// <summary>What became of a direct message.</summary>
/// <param name="IsStored">The person is not signed on; the message is kept until they are.</param>
/// <param name="Away">The person's away message; <see langword="null"/>: they are here, or not signed on.</param>
public sealed record ChatDelivery(bool IsStored, string? Away);
