namespace PluginFramework.Chat;

/// <summary>Compares names without regard to the case of ASCII letters, and of no others: what IRC calls the casemapping <c>ascii</c>.</summary>
internal sealed class ChatNameComparer : IEqualityComparer<string>, IComparer<string>
{
    public static readonly ChatNameComparer Instance = new();

    private ChatNameComparer() { }

    public bool Equals(string? x, string? y) => x is null || y is null ? x is null && y is null : x.Length == y.Length && Compare(x, y) == 0;

    public int GetHashCode(string obj)
    {
        var hash = new HashCode();
        foreach (var c in obj) hash.Add(Fold(c));
        return hash.ToHashCode();
    }

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var shared = Math.Min(x.Length, y.Length);
        for (var i = 0; i < shared; i++)
        {
            var difference = Fold(x[i]) - Fold(y[i]);
            if (difference != 0) return difference;
        }

        return x.Length - y.Length;
    }

    public static char Fold(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
}
