namespace PluginFramework.Chat;

/// <summary>Somebody gave up a nickname: signed off, or took another. Plain data.</summary>
/// <param name="Person">Who it was, with that nickname.</param>
/// <param name="At">When.</param>
public sealed record ChatDeparture(ChatPerson Person, DateTimeOffset At);
