using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PluginFramework.Web;

/// <summary>
/// Writes HTML. What stands in the program's own interpolated strings is markup, and what is put into their holes is text and escaped; a string by
/// itself cannot be added as markup. Attributes stand in quotes.
/// </summary>
/// <remarks>
/// Not safe for use from several threads. Text comes out as text also where it holds control characters, halves of characters or what would turn the
/// direction of the text around it: those become visible. The one thing left to whoever writes is not to put an address of somebody else's making
/// into <c>href</c> or <c>src</c> before it was looked at: <c>javascript:</c> needs no markup.
/// </remarks>
/// <example><code>html.Add($"""&lt;p class="note"&gt;{whateverAUserWrote}&lt;/p&gt;""");</code></example>
public sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds markup with text in its holes.</summary>
    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] Interpolation markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds markup with text in its holes, and nothing where the condition does not hold.</summary>
    public HtmlWriter AddIf(bool condition, [InterpolatedStringHandlerArgument("", nameof(condition))] Interpolation markup)
    {
        _ = condition;
        _ = markup;
        return this;
    }

    /// <summary>Adds text.</summary>
    public HtmlWriter Text(ReadOnlySpan<char> text)
    {
        HtmlText.Append(_html, text);
        return this;
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => _html.ToString();

    /// <summary>What the compiler makes of an interpolated string given to a writer.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Interpolation
    {
        private readonly StringBuilder _html;

        /// <summary>Begins.</summary>
        public Interpolation(int literalLength, int formattedCount, HtmlWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            _html = writer._html;
            _html.EnsureCapacity(_html.Length + literalLength + (formattedCount * 8));
        }

        /// <summary>Begins where the condition holds.</summary>
        public Interpolation(int literalLength, int formattedCount, HtmlWriter writer, bool condition, out bool isWanted)
            : this(literalLength, formattedCount, writer) => isWanted = condition;

        /// <summary>Adds markup.</summary>
        public void AppendLiteral(string literal) => _html.Append(literal);

        /// <summary>Adds text.</summary>
        public void AppendFormatted(string? text) => HtmlText.Append(_html, text);

        /// <summary>Adds what another writer has written, which is markup already.</summary>
        public void AppendFormatted(HtmlWriter? other) => _html.Append(other?._html);

        /// <summary>Adds a number.</summary>
        public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <inheritdoc cref="AppendFormatted(int)"/>
        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>Adds a number with two decimals at most.</summary>
        public void AppendFormatted(double number) => _html.Append(CultureInfo.InvariantCulture, $"{number:0.##}");
    }
}
