namespace PluginFramework.Irc.Protocol;

/// <summary>A message of a client: verb and parameters. Tags and source, which a client has no business to set, are left out.</summary>
/// <param name="Verb">The verb, upper case.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record IrcMessage(string Verb, string[] Parameters)
{
    public int Count => Parameters.Length;

    /// <summary>A parameter; empty where there is none.</summary>
    public string this[int index] => index < Parameters.Length ? Parameters[index] : "";

    /// <summary>The items of a comma-separated parameter, each once, empty ones left out.</summary>
    public string[] List(int index) => [.. this[index].Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>A text that others are shown, cut to what is kept of it, or <see langword="null"/> where there is none or an empty one.</summary>
    public string? Text(int index) => Optional(index) is { } text ? IrcLimits.Cut(text, IrcLimits.Topic) : null;

    /// <summary>A parameter, or <see langword="null"/> where there is none or an empty one.</summary>
    public string? Optional(int index) => this[index] is { Length: > 0 } text ? text : null;
}
