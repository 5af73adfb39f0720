using System.Collections.Immutable;
using System.Globalization;

namespace PluginFramework.Panels;

/// <summary>A value in a view or of a parameter. Plain data; two are equal when kind and content are.</summary>
public sealed class PanelValue : IEquatable<PanelValue>
{
    private PanelValue(PanelValueKind kind, string text, ImmutableArray<string> items = default) => (Kind, Text, Items) = (kind, text, items.IsDefault ? [] : items);

    /// <summary>Nothing.</summary>
    public static PanelValue None { get; } = new(PanelValueKind.None, "");

    /// <summary>What it is.</summary>
    public PanelValueKind Kind { get; }

    /// <summary>
    /// The value as text, in the invariant culture: a time in ISO 8601 with its offset, a duration as
    /// <c>[d.]hh:mm:ss[.fffffff]</c>, a size as its number of octets, a list with commas between. Empty for nothing.
    /// </summary>
    public string Text { get; }

    /// <summary>The texts of a list; empty for all else.</summary>
    public ImmutableArray<string> Items { get; }

    /// <summary>A text; <see cref="None"/> for <see langword="null"/>.</summary>
    public static PanelValue Of(string? text) => text is null ? None : new(PanelValueKind.Text, text);

    /// <summary>A number.</summary>
    public static PanelValue Of(long number) => new(PanelValueKind.Number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A finite number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static PanelValue Of(double number) => double.IsFinite(number)
        ? new(PanelValueKind.Number, number.ToString("R", CultureInfo.InvariantCulture)) : throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>True or false.</summary>
    public static PanelValue Of(bool flag) => new(PanelValueKind.Flag, flag ? "true" : "false");

    /// <summary>A moment; <see cref="None"/> for <see langword="null"/>.</summary>
    public static PanelValue Of(DateTimeOffset? time) => time is { } at ? new(PanelValueKind.Time, at.ToString("O", CultureInfo.InvariantCulture)) : None;

    /// <summary>A length of time; <see cref="None"/> for <see langword="null"/>.</summary>
    public static PanelValue Of(TimeSpan? duration) => duration is { } time ? new(PanelValueKind.Duration, time.ToString("c", CultureInfo.InvariantCulture)) : None;

    /// <summary>Texts in order.</summary>
    public static PanelValue Of(IEnumerable<string> items)
    {
        ImmutableArray<string> list = [.. items];
        return new(PanelValueKind.List, string.Join(", ", list), list);
    }

    /// <summary>A number of octets.</summary>
    public static PanelValue OfSize(long octets) => new(PanelValueKind.Size, octets.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number; <see langword="null"/> where it is none.</summary>
    public decimal? AsNumber() => Kind is PanelValueKind.Number or PanelValueKind.Size
        && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A moment; <see langword="null"/> where it is none.</summary>
    public DateTimeOffset? AsTime() => Kind == PanelValueKind.Time
        && DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;

    /// <summary>A length of time; <see langword="null"/> where it is none.</summary>
    public TimeSpan? AsDuration() => Kind == PanelValueKind.Duration && TimeSpan.TryParseExact(Text, "c", CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <inheritdoc/>
    public bool Equals(PanelValue? other) => other is not null && Kind == other.Kind && Text == other.Text && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PanelValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Text);

    /// <summary>Its <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
