using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>An act as a surface asks for it: with the arguments as text.</summary>
/// <param name="Act">Its name.</param>
/// <param name="Arguments">By parameter: one text, or several where the parameter is a list. An empty list stands for none of them.</param>
public sealed record ActRequest(string Act, ImmutableDictionary<string, ImmutableArray<string>> Arguments)
{
    /// <summary>Whether to say what would be done and do nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>A request with one text for each argument.</summary>
    public static ActRequest Of(string act, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments) values[name] = [value];
        return new(act, values.ToImmutable());
    }

    /// <summary>Leaves the values out: there may be secrets among them.</summary>
    public override string ToString() => $"{Act}({string.Join(", ", Arguments.Keys.Order(StringComparer.Ordinal))})";
}
