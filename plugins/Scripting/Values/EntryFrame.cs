using System.Text.RegularExpressions;

namespace PluginFramework.Scripting.Values;

/// <summary>Tells a frame of a stack that is an entry's own as its author would: <c>at Parse(String text)</c>, where the compiler wrapped all in a class.</summary>
internal static partial class EntryFrame
{
    private const string Own = "at Script.";

    public static bool Is(string frame) => frame.StartsWith(Own, StringComparison.Ordinal);

    /// <param name="frame">A frame that is an entry's own.</param>
    public static string Of(string frame)
    {
        var code = frame[Own.Length..];
        if (TopLevel().IsMatch(code)) return "at the entry";
        code = Within().Replace(code, "");
        code = Lambda().Replace(code, "lambda");
        code = StateMachine().Replace(code, "$1()");
        return "at " + LocalFunction().Replace(code, "$1");
    }

    [GeneratedRegex(@"^<<Initialize>>d__\d+\.MoveNext\(\)$", RegexOptions.CultureInvariant)]
    private static partial Regex TopLevel();

    /// <summary>The classes that hold what lambdas capture.</summary>
    [GeneratedRegex(@"<>c(?:__DisplayClass\w+)?(?:`\d+)?\.", RegexOptions.CultureInvariant)]
    private static partial Regex Within();

    [GeneratedRegex(@"<(?:<Initialize>|[\w.]+)>b__\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Lambda();

    /// <summary>What async methods and iterators become.</summary>
    [GeneratedRegex(@"<(\w+)>d__\d+(?:`\d+)?\.MoveNext\(\)$", RegexOptions.CultureInvariant)]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"<(?:<Initialize>|[\w.]+)>g__(\w+)\|\w+", RegexOptions.CultureInvariant)]
    private static partial Regex LocalFunction();
}
