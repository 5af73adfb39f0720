using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PluginFramework.Prompt.Html;

/// <summary>
/// Writes HTML. What stands in the program's own interpolated strings is markup, and what is put into their holes is text and escaped; a string by
/// itself cannot be added as markup. Attributes stand in quotes.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds markup with text in its holes.</summary>
    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] Interpolation markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds text.</summary>
    public HtmlWriter Text(ReadOnlySpan<char> text)
    {
        HtmlText.Append(_html, text);
        return this;
    }

    public override string ToString() => _html.ToString();

    /// <summary>What the compiler makes of an interpolated string given to a writer.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Interpolation
    {
        private readonly StringBuilder _html;

        public Interpolation(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _ = formattedCount;
            _html = writer._html;
            _html.EnsureCapacity(_html.Length + literalLength);
        }

        public void AppendLiteral(string literal) => _html.Append(literal);

        public void AppendFormatted(string? text) => HtmlText.Append(_html, text);

        public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>What another writer has written is markup already.</summary>
        public void AppendFormatted(HtmlWriter other) => _html.Append(other._html);
    }
}
