namespace PluginFramework.Chat;

/// <summary>Somebody who is signed on. Plain data.</summary>
/// <param name="Nickname">The name others see.</param>
/// <param name="Account">The user's name.</param>
public sealed record ChatPerson(string Nickname, string Account)
{
    /// <summary>What they say of themselves.</summary>
    public string RealName { get; init; } = "";

    /// <summary>The protocol they are on.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Their away message; <see langword="null"/>: they are here.</summary>
    public string? Away { get; init; }

    /// <summary>They are a program.</summary>
    public bool IsBot { get; init; }

    /// <summary>They run the daemon.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Nobody can read along between them and the daemon.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>When they signed on.</summary>
    public DateTimeOffset SignedOnAt { get; init; }

    /// <summary>When they last said something.</summary>
    public DateTimeOffset ActiveAt { get; init; }
}
