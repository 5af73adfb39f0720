using System.Text;

namespace PluginFramework.Core.Configuration;

/// <summary>Says which lines two texts differ in, as <c>diff -u</c> does.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <summary>The most comparisons of lines; beyond, everything between the first and the last difference is one change.</summary>
    private const long MaxCells = 4_000_000;

    /// <summary>The differences; empty where there is none.</summary>
    public static string Of(string before, string after)
    {
        if (before == after) return "";
        var (left, right) = (Lines(before), Lines(after));
        var steps = Steps(left, right);
        var text = new StringBuilder();
        for (var index = 0; index < steps.Count; index++)
        {
            if (steps[index].Sign == ' ') continue;
            var first = Math.Max(0, index - Context);
            var last = index;
            for (var next = index + 1; next < steps.Count && next - last <= (2 * Context) + 1; next++)
            {
                if (steps[next].Sign != ' ') last = next;
            }

            var end = Math.Min(steps.Count - 1, last + Context);
            Append(text, steps, first, end);
            index = last;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, List<(char Sign, string Line)> steps, int first, int end)
    {
        var (oldStart, newStart) = (1 + Count(0, first, '+'), 1 + Count(0, first, '-'));
        var (oldLength, newLength) = (Count(first, end + 1, '+'), Count(first, end + 1, '-'));
        text.Append($"@@ -{(oldLength == 0 ? oldStart - 1 : oldStart)},{oldLength} +{(newLength == 0 ? newStart - 1 : newStart)},{newLength} @@\n");
        for (var step = first; step <= end; step++) text.Append(steps[step].Sign).Append(steps[step].Line).Append('\n');

        int Count(int from, int to, char without) => steps.Take(to).Skip(from).Count(step => step.Sign != without);
    }

    private static List<(char Sign, string Line)> Steps(string[] left, string[] right)
    {
        var start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start]) start++;
        var tail = 0;
        while (tail < left.Length - start && tail < right.Length - start && left[^(tail + 1)] == right[^(tail + 1)]) tail++;
        var steps = left[..start].Select(line => (' ', line)).ToList();
        Between(left[start..^tail], right[start..^tail], steps);
        steps.AddRange(left[^tail..].Select(line => (' ', line)));
        return steps;
    }

    private static void Between(string[] left, string[] right, List<(char Sign, string Line)> steps)
    {
        var (i, j) = (0, 0);
        if ((long)left.Length * right.Length <= MaxCells)
        {
            // The length of the longest common subsequence of what is left of both.
            var common = new int[left.Length + 1, right.Length + 1];
            for (var row = left.Length - 1; row >= 0; row--)
            {
                for (var column = right.Length - 1; column >= 0; column--)
                    common[row, column] = left[row] == right[column] ? common[row + 1, column + 1] + 1 : Math.Max(common[row + 1, column], common[row, column + 1]);
            }

            while (i < left.Length && j < right.Length)
            {
                if (left[i] == right[j])
                {
                    steps.Add((' ', left[i++]));
                    j++;
                }
                else if (common[i + 1, j] >= common[i, j + 1]) steps.Add(('-', left[i++]));
                else steps.Add(('+', right[j++]));
            }
        }

        while (i < left.Length) steps.Add(('-', left[i++]));
        while (j < right.Length) steps.Add(('+', right[j++]));
    }

    private static string[] Lines(string text)
    {
        if (text.Length == 0) return [];
        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
