using System.Text;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

/// <summary>Reads views as a test wants them: a line each, and all that stands in them.</summary>
internal static class Views
{
    public static string Show(this View? view)
    {
        var text = new StringBuilder();
        if (view is not null) Write(view, text);
        return text.ToString();
    }

    /// <summary>The rows of a table, by its title, cells separated by bars.</summary>
    public static string[] Rows(this View? view, string? title) =>
        [.. All(view).OfType<View.Table>().First(table => table.Title == title).Rows.Select(row => string.Join(" | ", row.Cells.Select(cell => cell.Text)))];

    private static IEnumerable<View> All(View? view) => view switch
    {
        null => [],
        View.Group group => group.Items.SelectMany(All),
        _ => [view],
    };

    private static void Write(View view, StringBuilder text)
    {
        foreach (var one in All(view))
        {
            text.AppendLine($"== {one.Title}");
            switch (one)
            {
                case View.Table table:
                    foreach (var row in table.Rows) text.AppendLine(string.Join(" | ", row.Cells.Select(cell => cell.Text)));
                    if (table.Rows.IsEmpty) text.AppendLine(table.EmptyText);
                    break;
                case View.Fields fields:
                    foreach (var field in fields.Items) text.AppendLine($"{field.Name}: {field.Value.Text}");
                    break;
                case View.Text paragraph:
                    text.AppendLine(paragraph.Content);
                    break;
                case View.Error error:
                    text.AppendLine($"{error.Message} {error.Remedy}");
                    break;
                case View.Acts acts:
                    text.AppendLine(string.Join(", ", acts.Items.Select(item => item.Act)));
                    break;
                default:
                    throw new NotSupportedException(one.GetType().Name);
            }
        }
    }
}
