using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PluginFramework.ControlPanel.Html;

/// <summary>
/// Writes pages. What stands in the program's own interpolated strings is markup, what is put into their holes is text and is escaped; a string by itself
/// cannot be added as markup at all. Attributes stand in quotes.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    /// <summary>Adds markup with text in its holes.</summary>
    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] Interpolation markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds text.</summary>
    public HtmlWriter Text(string? text)
    {
        HtmlText.Append(_page, text);
        return this;
    }

    /// <summary>Adds the text, and nothing where the condition does not hold.</summary>
    public HtmlWriter AddIf(bool condition, [InterpolatedStringHandlerArgument("", nameof(condition))] Interpolation markup)
    {
        _ = condition;
        _ = markup;
        return this;
    }

    public override string ToString() => _page.ToString();

    /// <summary>What the compiler makes of an interpolated string given to a writer.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Interpolation
    {
        private readonly HtmlWriter _writer;

        public Interpolation(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _writer = writer;
            writer._page.EnsureCapacity(writer._page.Length + literalLength + (formattedCount * 8));
        }

        public Interpolation(int literalLength, int formattedCount, HtmlWriter writer, bool condition, out bool isWanted) : this(literalLength, formattedCount, writer) =>
            isWanted = condition;

        public void AppendLiteral(string literal) => _writer._page.Append(literal);

        public void AppendFormatted(string? text) => HtmlText.Append(_writer._page, text);

        public void AppendFormatted(Markup markup) => _writer._page.Append(markup.ToString());

        public void AppendFormatted(int number) => _writer._page.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(long number) => _writer._page.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(double number) => _writer._page.Append(CultureInfo.InvariantCulture, $"{number:0.##}");
    }
}
