using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Examination;

/// <summary>What a check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Tone">Good, worth a look, or bad.</param>
/// <param name="Text">How it stands, in a sentence.</param>
/// <param name="Remedy">What to do; <see langword="null"/>: nothing.</param>
internal sealed record Finding(string Check, ViewTone Tone, string Text, string? Remedy = null)
{
    /// <summary>The word for its tone.</summary>
    public string Word => Tone switch
    {
        ViewTone.Bad => "problem",
        ViewTone.Warning => "warning",
        _ => "ok",
    };

    public static Finding Ok(string check, string text) => new(check, ViewTone.Good, text);

    public static Finding Warning(string check, string text, string remedy) => new(check, ViewTone.Warning, text, remedy);

    public static Finding Problem(string check, string text, string remedy) => new(check, ViewTone.Bad, text, remedy);
}
