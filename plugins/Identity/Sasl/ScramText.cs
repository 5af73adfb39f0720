namespace PluginFramework.Identity.Sasl;

/// <summary>What both client messages of SCRAM share.</summary>
internal static class ScramText
{
    /// <summary>attr-val: a letter, "=", and something; to be ignored unless it is the mandatory "m" (RFC 5802 §5.1).</summary>
    public static bool IsExtension(string text) => text is [var letter, '=', _, ..] && char.IsAsciiLetter(letter) && letter != 'm';
}
