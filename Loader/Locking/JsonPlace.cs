using System.Collections.Immutable;
using System.Text.Json;

namespace PluginFramework.Loader.Locking;

/// <summary>Line and column in a text, from 1; columns count bytes.</summary>
internal readonly record struct JsonPlace(long Line, long Column)
{
    /// <summary>Where the property at the end of a path begins, or as much of the path as is there.</summary>
    public static JsonPlace Find(ReadOnlySpan<byte> content, ImmutableArray<string> path)
    {
        var reader = new Utf8JsonReader(content);
        var position = 0L;
        var depth = 0;
        while (depth < path.Length && reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName || reader.CurrentDepth != depth + 1) continue;
            if (reader.ValueTextEquals(path[depth]))
            {
                position = reader.TokenStartIndex;
                depth++;
            }
            else
            {
                reader.Skip();
            }
        }
        var before = content[..(int)position];
        return new(before.Count((byte)'\n') + 1, before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1);
    }
}
