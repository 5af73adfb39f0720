using System.Collections.Immutable;
using PluginFramework.Core.Generations;
using PluginFramework.Loader.Feeds.Planning;

namespace PluginFramework.Core.Installing;

/// <summary>A change of the installed plugins that is worked out and laid out, and not made yet. What was laid out is deleted unless it is made.</summary>
/// <param name="basis">The generation it was worked out for.</param>
/// <param name="preview">What it would come to.</param>
/// <param name="staging">The folder with what is laid out; <see langword="null"/>: nothing is.</param>
internal sealed class PreparedChange(Generation basis, ChangePreview preview, string? staging) : IDisposable
{
    private bool _isHandedOver;

    /// <summary>The generation it was worked out for.</summary>
    public Generation Basis => basis;

    /// <summary>What it would come to.</summary>
    public ChangePreview Preview => preview;

    /// <summary>The plugins and packages that change.</summary>
    public PluginChangePlan Plan => preview.Change;

    /// <summary>The folder with what is laid out; <see langword="null"/>: nothing is.</summary>
    public string? Staging => staging;

    /// <summary>Whether there is nothing to do, not even to lay out again.</summary>
    public bool IsEmpty => Plan.IsEmpty && staging is null;

    /// <summary>What it does, in a sentence; for an empty one, that there is nothing to do.</summary>
    public string Summary
    {
        get
        {
            if (IsEmpty) return "Nothing is to be changed.";
            if (Plan.IsEmpty) return $"Laid out again as recorded: {string.Join(", ", preview.LaidOut.Select(node => node.Id))}.";
            var parts = Plan.Changes.Where(change => change.IsPlugin).GroupBy(change => change.Kind).OrderBy(group => group.Key)
                .Select(group => $"{group.Key.ToString().ToLowerInvariant()} {string.Join(", ", group.Select(Describe))}").ToImmutableArray();
            var text = parts.IsEmpty ? $"packages of {string.Join(", ", Plan.Changes.Select(change => change.Plugin).Distinct())} changed" : string.Join("; ", parts);
            return $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
        }
    }

    /// <summary>It has been made: what was laid out is in use.</summary>
    public void HandOver() => _isHandedOver = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isHandedOver && staging is not null && Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
    }

    private static string Describe(PluginChange change) => change.Kind switch
    {
        PluginChangeKind.Updated when change.OldVersion != change.NewVersion => $"{change.Plugin} {change.OldVersion} → {change.NewVersion}",
        PluginChangeKind.Noted => $"{change.Plugin} ({change.Reason})",
        _ => $"{change.Plugin} {change.NewVersion ?? change.OldVersion}",
    };
}
