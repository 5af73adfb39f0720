using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>How one act of a run ended.</summary>
/// <param name="Subject">To what it was done; <see langword="null"/> where the run is of one act.</param>
/// <param name="Message">What was done, or why not.</param>
internal sealed record ActOutcome(string? Subject, string Message)
{
    /// <summary>Why it was refused; <see langword="null"/>: it was done.</summary>
    public PanelError? Error { get; init; }

    /// <summary>What is wrong, by parameter.</summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    public View? View { get; init; }

    public ViewTone Tone { get; init; }

    public static ActOutcome Of(string? subject, ActResult result) =>
        new(subject, result.Message) { View = result.View, Tone = result.Tone == ViewTone.Neutral ? ViewTone.Good : result.Tone };

    /// <summary>Keeps what the refusal says and not the exception itself, which would keep the panel's code in memory.</summary>
    public static ActOutcome Of(string? subject, PanelException refusal) =>
        new(subject, refusal.Message) { Error = refusal.Error, Problems = refusal.Problems, Tone = ViewTone.Bad };
}
