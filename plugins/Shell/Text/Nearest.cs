namespace PluginFramework.Shell.Text;

/// <summary>Finds what was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The end of a sentence about a word that is not known.</summary>
    public static string Hint(string word, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Distance: Distance(word, name))).Where(pair => pair.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => pair.Name).FirstOrDefault() is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>How many characters are to be put in, taken out, replaced or exchanged with their neighbours.</summary>
    private static int Distance(string from, string to)
    {
        if (from.Length > 64 || to.Length > 64) return int.MaxValue;
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[from.Length, to.Length];
    }
}
